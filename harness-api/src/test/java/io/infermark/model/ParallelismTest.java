package io.infermark.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParallelismTest {
    private static Parallelism of(int tp, int pp, int pcp) {
        return new Parallelism(tp, pp, 1, pcp, 1, false);
    }

    @Test
    void gpusAreTheProductOfWhatIsSpread() {
        assertThat(Parallelism.SINGLE.gpus()).isEqualTo(1);
        assertThat(of(4, 2, 2).gpus()).isEqualTo(16);
    }

    @Test
    void largeFactorsGiveALargeNumberAndNeverAWrappedOne() {
        assertThat(of(65_536, 65_536, 1).gpus()).isEqualTo(4_294_967_296L);
        assertThat(of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE).gpus())
                .isEqualTo(Long.MAX_VALUE);
    }
}
