package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.result.Provenance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OriginsTest {
    private static Provenance of(Map<String, String> facts) {
        return Origins.of(facts, List.of());
    }

    @Test
    void aDialectThatWasDetectedIsThatOfAnEngine() {
        assertThat(of(Map.of("dialect", "vllm")).engine()).isEqualTo(Provenance.Engine.REAL);
        assertThat(of(Map.of("dialect", "openai")).engine()).isEqualTo(Provenance.Engine.UNKNOWN);
    }

    /** Anything can be spoken to as if it were vLLM. */
    @Test
    void aDialectThatWasForcedProvesNothing() {
        Map<String, String> forced = Map.of("dialect", "vllm", "dialectForced", "true");
        assertThat(of(forced).engine()).isEqualTo(Provenance.Engine.UNKNOWN);
        assertThat(of(forced).declaredBy()).isEqualTo("unknown");
    }

    @Test
    void aServerThatWeStartedIsAnEngineInAnyDialect() {
        assertThat(of(Map.of("dialect", "vllm", "dialectForced", "true", "started", "true"))
                        .engine())
                .isEqualTo(Provenance.Engine.REAL);
    }
}
