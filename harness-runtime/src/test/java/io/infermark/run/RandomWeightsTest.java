package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomWeightsTest {
    @ParameterizedTest
    @CsvSource({
        "--load-format dummy, true",
        "--load-format=dummy, true",
        "--load_format dummy, true",
        "--enforce-eager --load-format Dummy --seed 1, true",
        "--load-format safetensors, false",
        "--load-format, false",
        "dummy --load-format, false",
        "--load-format dummy --load-format auto, false",
        "'', false"
    })
    void areKnownByTheFlagThatAsksForThem(String flags, boolean random) {
        assertThat(RandomWeights.askedBy(List.of(flags.split(" ", -1)))).isEqualTo(random);
    }
}
