package io.infermark.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.api.Precision;
import io.infermark.model.ModelSpec;
import io.infermark.model.Parallelism;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
    private static ModelSpec model(double billions, int layers, int kvHeads, int headDim) {
        return new ModelSpec("m", "m", Precision.BF16, "", "", "", billions, layers, kvHeads, headDim, 0);
    }

    private static MemoryEstimate estimate(ModelSpec model, int tp, int pp, int dcp, boolean dpAttention) {
        return MemoryEstimate.of(model, new Parallelism(tp, pp, dcp, 1, 1, dpAttention))
                .orElseThrow();
    }

    @Test
    void weightsAreSpreadOverTensorAndPipelineRanks() {
        ModelSpec model = model(70, 0, 0, 0);
        // 70e9 parameters of 2 bytes are 130.4 GiB.
        assertThat(estimate(model, 1, 1, 1, false).weightsGib()).isCloseTo(130.4, within(0.05));
        assertThat(estimate(model, 4, 2, 1, false).weightsGib()).isCloseTo(16.3, within(0.05));
        assertThat(estimate(model, 1, 1, 1, false).kvGib(1e9)).isZero();
    }

    @Test
    void theCacheIsSpreadNoFurtherThanItHasHeads() {
        // 2 x 80 layers x 8 heads x 128 x 2 bytes = 327,680 bytes a token.
        ModelSpec model = model(70, 80, 8, 128);
        assertThat(estimate(model, 1, 1, 1, false).kvBytesPerToken()).isEqualTo(327_680);
        assertThat(estimate(model, 8, 1, 1, false).kvBytesPerToken()).isEqualTo(40_960);
        assertThat(estimate(model, 16, 1, 1, false).kvBytesPerToken()).isEqualTo(40_960);
        assertThat(estimate(model, 16, 1, 2, false).kvBytesPerToken()).isEqualTo(20_480);
        assertThat(estimate(model, 16, 1, 1, true).kvBytesPerToken()).isEqualTo(20_480);
        assertThat(estimate(model, 8, 2, 1, false).kvGib(1 << 20)).isCloseTo(20.0, within(1e-9));
    }

    @Test
    void nothingStatedNothingEstimated() {
        assertThat(MemoryEstimate.of(model(0, 80, 8, 128), Parallelism.SINGLE)).isEmpty();
    }
}
