package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.result.TrialResult;
import io.infermark.sim.SimServer;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Level;

@Timeout(120)
class HooksTest {
    @TempDir
    Path folder;

    private final List<String> calls = new ArrayList<>();

    private Benchmark benchmark(String failing) {
        Benchmark declared = Declarations.closed("com.x.Hooked", 1, 2);
        return new Benchmark(declared.spec(), () -> {
            note("new", failing);
            return new Hooks() {
                @Override
                public void setUp(Level level, Endpoint endpoint) {
                    note("setUp " + level, failing);
                    assertThat(endpoint.model()).isEqualTo("sim-model");
                }

                @Override
                public void tearDown(Level level, Endpoint endpoint) {
                    note("tearDown " + level, failing);
                }
            };
        });
    }

    private void note(String call, String failing) {
        calls.add(call);
        if (call.equals(failing)) {
            throw new IllegalStateException("on purpose");
        }
    }

    private Runs run(String failing) {
        try (SimServer sim = Sims.start()) {
            return Runs.of(
                    new OptionsBuilder().server(sim.uri().toString()).forks(0).out(folder.resolve("out")),
                    benchmark(failing));
        }
    }

    @Test
    void hooksSurroundTrialsAndWindowsOnANewInstanceEach() {
        Runs run = run("");

        assertThat(run.outcome().exitCode()).as("%s", run).isZero();
        List<String> trial = List.of(
                "new",
                "setUp Trial",
                "setUp Iteration",
                "tearDown Iteration",
                "setUp Iteration",
                "tearDown Iteration",
                "setUp Iteration",
                "tearDown Iteration",
                "tearDown Trial");
        assertThat(calls.subList(0, 9)).isEqualTo(trial);
        assertThat(calls.subList(9, 18)).isEqualTo(trial);
        assertThat(run.out()).contains("# Fork: 0. WARNING");
    }

    @ParameterizedTest
    @CsvSource({
        "new, @Setup(Level.Trial), 0",
        "setUp Trial, @Setup(Level.Trial), 0",
        "setUp Iteration, @Setup(Level.Iteration), 0",
        "tearDown Iteration, @TearDown(Level.Iteration), 0",
        "tearDown Trial, @TearDown(Level.Trial), 2"
    })
    void aHookThatFailsFailsItsTrialAndNothingElse(String failing, String named, int measured) {
        Runs run = run(failing);

        assertThat(run.outcome().exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.outcome().results())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.trials())
                        .singleElement()
                        .satisfies(trial -> {
                            assertThat(trial.status()).isEqualTo(TrialResult.Status.FAILED);
                            assertThat(trial.failure())
                                    .asString()
                                    .contains("HookFailed", named, "com.x.Hooked", "on purpose");
                            assertThat(trial.measured()).hasSize(measured);
                        }));
        if (!failing.equals("new")) {
            assertThat(calls).filteredOn("tearDown Trial"::equals).hasSize(2);
        }
        assertThat(run.err()).contains("[HookFailed] the " + named);
    }
}
