package io.infermark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.WindowMetrics;
import io.infermark.metric.Windows;
import io.infermark.spi.EngineMetric;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PrefixHitsTest {
    private static final WindowMetrics SERVED = Windows.waveWindow(4, 10, 1).metrics();

    @Test
    void countersComeFirst() {
        PrefixHits hits =
                PrefixHits.of(Map.of(EngineMetric.PREFIX_HITS, 30.0, EngineMetric.PREFIX_QUERIES, 120.0), 0.9, SERVED);

        assertThat(hits).isEqualTo(new PrefixHits(0.25, "engine counters"));
    }

    @Test
    void anEngineThatCountsHitsOnlyIsHeldAgainstThePrompts() {
        long prompts = Objects.requireNonNull(SERVED.tokens().inputTotal());

        assertThat(PrefixHits.of(Map.of(EngineMetric.PREFIX_HITS, prompts / 2.0), null, SERVED)
                        .rate())
                .isEqualTo(0.5);
    }

    @Test
    void anEngineWhoseCacheIsOffHasNoHits() {
        assertThat(PrefixHits.of(Map.of(EngineMetric.PREFIX_HITS, 0.0, EngineMetric.PREFIX_QUERIES, 0.0), null, SERVED)
                        .rate())
                .isZero();
    }

    @Test
    void theGaugeIsTheLastResort() {
        PrefixHits hits = PrefixHits.of(Map.of(), 0.4, SERVED);
        PrefixHits none = PrefixHits.of(Map.of(), null, SERVED);
        Double usage = SERVED.tokens().cachedShare();

        assertThat(hits)
                .isEqualTo(
                        usage == null
                                ? new PrefixHits(0.4, "engine gauge")
                                : new PrefixHits(usage, "usage.cached_tokens"));
        assertThat(none.rate()).isEqualTo(usage);
    }
}
