package io.infermark.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.load.LoaderJvm;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.run.Sims;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A window that a time ends takes as many prompts as come: those that stand ready must leave the smallest generator room for the window itself. */
@Timeout(120)
class GeneratorHeapTest {
    private static final WorkloadSpec LONG_PROMPTS = WorkloadSpec.of(1024, 16);

    @TempDir
    Path folder;

    @Test
    void promptsThatStandReadyNeitherFillTheHeapNorLetTheWindowCollect() throws IOException {
        List<String> command = GeneratorOrders.java(LoaderJvm.flags(10, 160, 140_000, 1, 0));
        Path log = folder.resolve("generator.log");
        try (SimServer sim = Sims.start("itl", "10ms");
                ForkedGenerator generator = ForkedGenerator.start(command, log)) {
            generator.open(order(sim, 1), Duration.ofSeconds(60));
            for (int window = 0; window < 3; window++) {
                long before = sim.truth().completed();
                FromGenerator.WindowEnded ended =
                        generator.run(new ToGenerator.RunWindow(false, window, 1, -1, 1_000, 60_000, false));
                assertThat(ended.health()).as("window %d", window).containsEntry("gcCount", 0.0);
                assertThat(sim.truth().completed()).isGreaterThan(before);
            }
        }
        assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError");
    }

    /** A loop that lost its thread to it, or a message, would let the host wait for the deadline of the window. */
    @Test
    void aHeapThatIsTooSmallEndsTheRunAtOnceAndSaysSo() {
        List<String> command =
                GeneratorOrders.java(LoaderJvm.flags(10, 160, 140_000, 1, 0), "-Xms40m", "-Xmx40m", "-Xmn8m");
        try (SimServer sim = Sims.start("itl", "10ms");
                ForkedGenerator generator = ForkedGenerator.start(command, folder.resolve("generator.log"))) {
            assertThatThrownBy(() -> {
                        generator.open(order(sim, 4_000), Duration.ofSeconds(60));
                        generator.run(new ToGenerator.RunWindow(false, 0, 1, 4_000, -1, 60_000, false));
                    })
                    .isInstanceOf(GeneratorException.class)
                    .hasMessageStartingWith("[GeneratorMemory]")
                    .hasMessageContaining("-jvmArgsAppend");
        }
    }

    private ToGenerator.Open order(SimServer sim, int concurrency) {
        return GeneratorOrders.open(sim, LONG_PROMPTS, new Load.Closed(concurrency), folder);
    }
}
