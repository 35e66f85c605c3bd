package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.platform.Cores;
import io.infermark.spi.StartPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run tells of where servers go reaches their command and the generator's. */
class ServerPlacementTest {
    private static String dry(OptionsBuilder options) {
        Benchmark benchmark = Declarations.benchmark(Declarations.command(
                "x.Command",
                List.of("engine", "--port", StartPlan.PORT),
                List.of(Declarations.row(List.of(1), List.of(1))),
                Declarations.settings(1, 0, 1)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            new InfermarkRunner(options.dryRun(true).build(), List.of(benchmark), out, out).run();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void coresLauncherAndCacheAreInTheCommand() {
        String printed = dry(new OptionsBuilder()
                .serverCores("0")
                .launcher("numactl", "--membind=0")
                .modelCache(Path.of("/data/hub"))
                .verbosity(Options.Verbosity.EXTRA));
        assertThat(printed).contains("numactl --membind=0", "taskset -c 0", "HF_HUB_CACHE=/data/hub");
    }

    @Test
    void theGeneratorGetsTheOtherCores() {
        int first = Cores.usable().get(0);
        ServerPlacement placement = new ServerPlacement(List.of(), Integer.toString(first), List.of(), null);
        assertThat(placement.coresLeft().split(",", -1)).doesNotContain(Integer.toString(first));
        assertThat(new ServerPlacement(List.of(), "", List.of(), null).coresLeft())
                .isEmpty();
    }

    @Test
    void debugTellsEveryEngine() {
        assertThat(dry(new OptionsBuilder().debug(true))).contains("INFERMARK_DEBUG=1");
        assertThat(dry(new OptionsBuilder())).doesNotContain("INFERMARK_DEBUG");
    }
}
