package io.infermark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordTextTest {
    private record Empty() {}

    private record Mixed(String text, double number, List<?> list, Map<?, ?> map, Object other) {}

    private static String text(Object value) {
        return new RecordText().of(value);
    }

    /** What was digested before the text was spelled out; where a record's own text changes one day, this is what stays. */
    @Test
    void isTheTextThatEarlierResultsWereDigestedFrom() {
        BenchmarkSpec spec = Specs.of(
                Specs.row(List.of(1, 2), new RateSpec(List.of(2.5), Arrival.GAMMA, 0.5), List.of(64), List.of()));
        assertThat(text(spec)).isEqualTo(spec.toString()).contains("hardware=HardwareSpec[", "precisions=[FP8, BF16]");
        for (Point point : MatrixExpander.expand(spec).points()) {
            assertThat(text(point)).isEqualTo(point.toString());
        }
    }

    @Test
    void collectionsMapsAndNothingAreTold() {
        Mixed mixed = new Mixed(
                "a, b=c",
                0.1,
                Arrays.asList(new Empty(), null, List.of()),
                Map.of(new Empty(), Set.of(1)),
                Optional.of(2));
        assertThat(text(mixed))
                .isEqualTo(
                        "Mixed[text=a, b=c, number=0.1, list=[Empty[], null, []], map={Empty[]=[1]}, other=Optional[2]]")
                .isEqualTo(mixed.toString());
        assertThat(text(Map.of())).isEqualTo("{}");
    }

    @Test
    void ownTextsStand() {
        SecretRef secret = SecretRef.parse("env:KEY");
        assertThat(text(List.of(secret))).isEqualTo("[" + secret + "]");
        Condition condition = new Condition("tp", Condition.Operator.AT_MOST, "4");
        assertThat(text(List.of(condition))).isEqualTo("[tp<=4]");
    }
}
