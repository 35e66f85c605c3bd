package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.plan.UsageException;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A forced dialect, from the options to every file, and back when the run goes on. */
@Timeout(120)
final class DialectRunTest {
    private static final Benchmark BENCHMARK = Declarations.benchmark(
            Declarations.external("com.x.Dialects", List.of(Declarations.row(List.of(1), List.of(1)))));

    @TempDir
    Path folder;

    private OptionsBuilder options(SimServer sim) {
        return Runs.options(sim, folder.resolve("out")).requests(2);
    }

    @Test
    void aRunGoesOnInItsOwnDialectOnly() throws IOException {
        try (SimServer sim = Sims.start()) {
            PointResult result = Runs.of(options(sim).dialect("llama.cpp"), BENCHMARK)
                    .outcome()
                    .results()
                    .get(0);
            assertThat(result.trials().get(0).endpoint())
                    .containsEntry("dialect", "llama.cpp")
                    .containsEntry("dialectForced", "true");
            assertThat(result.subject().repeat()).contains("run ", "-dialect llama.cpp");
            assertThat(ResultFiles.readPlan(folder.resolve("out/plan.json")).options())
                    .containsEntry("dialect", "llama.cpp");
            assertThatThrownBy(() -> Runs.of(options(sim).resume(true), BENCHMARK))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("[DialectDiffers]")
                    .hasMessageContaining("-dialect llama.cpp");
            Runs again = Runs.of(options(sim).resume(true).dialect("llama.cpp"), BENCHMARK);
            assertThat(again.outcome().results()).hasSize(1);
        }
    }

    @Test
    void aDetectedDialectIsNotGoneOnWithAForcedOne() {
        try (SimServer sim = Sims.start()) {
            Runs.of(options(sim), BENCHMARK);
            assertThatThrownBy(() -> Runs.of(options(sim).resume(true).dialect("openai"), BENCHMARK))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("Leave -dialect out.");
        }
    }
}
