package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixCacheRuleTest {
    private static WindowTelemetry telemetry(@Nullable Double rate) {
        return new WindowTelemetry(
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                rate,
                new TreeMap<>(Map.of("prefix_hit_rate", "engine counters")),
                new TreeMap<>());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.01, 0", "0.5, 0.5", "0.49, 0.5", "0.51, 0.5", "0.81, 0.8"})
    void onePercentagePointIsAllowed(double observed, double declared) {
        assertThat(PrefixCacheRule.judge(telemetry(observed), declared)).isEqualTo(Validity.OK);
    }

    @ParameterizedTest
    @CsvSource({"0.0101, 0", "1, 0", "0.48, 0.5", "0, 0.02"})
    void moreIsInvalid(double observed, double declared) {
        Validity verdict = PrefixCacheRule.judge(telemetry(observed), declared);

        assertThat(verdict.state()).isEqualTo(Validity.State.INVALID);
        assertThat(verdict.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("PrefixCache");
            assertThat(reason.message()).contains("engine counters");
        });
    }

    @Test
    void whatCannotBeObservedIsNoReason() {
        assertThat(PrefixCacheRule.judge(telemetry(null), 0)).isEqualTo(Validity.OK);
    }
}
