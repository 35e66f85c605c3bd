package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.Validity.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidityTest {
    @Test
    void aWindowWithTwoFaultsOfOneCodeIsOneWindow() {
        Validity two = Validity.OK.with(Code.GENERATOR_UNFIT, "late before").with(Code.GENERATOR_UNFIT, "late after");
        Validity all = Validity.over(List.of(two, two, Validity.OK));
        assertThat(all.reasons())
                .containsExactly(new Validity.Finding("GeneratorUnfit", "in 2 of 3 windows, first: late before"));
        assertThat(Validity.over(List.of(Validity.OK, two, Validity.OK)).reasons())
                .containsExactly(new Validity.Finding("GeneratorUnfit", "late before"));
    }
}
