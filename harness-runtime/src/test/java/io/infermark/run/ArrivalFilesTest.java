package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.infermark.api.Arrival;
import io.infermark.model.Load;
import io.infermark.model.RateSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.Selection;
import io.infermark.plan.UsageException;
import io.infermark.result.PointResult;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Traces of classes, from the declaration to the result. */
@Timeout(120)
class ArrivalFilesTest {
    @TempDir
    Path folder;

    private Benchmark replay(Path trace) {
        RateSpec rate = new RateSpec(List.of(10.0), Arrival.TRACE, 1, trace.toString());
        return Declarations.benchmark(
                Declarations.external("com.x.Replay", List.of(Declarations.row(List.of(1), List.of(), rate))));
    }

    private OptionsBuilder options(String server, int requests) {
        return new OptionsBuilder()
                .server(server)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .requests(requests)
                .seed(7)
                .out(folder.resolve("out"));
    }

    @Test
    void whatWasMeasuredOfATraceStandsForNoOtherContent() throws IOException {
        Path trace = Files.writeString(folder.resolve("t.txt"), "0\n0.1\n0.2\n");
        Benchmark benchmark = replay(trace);
        try (SimServer sim = Sims.start()) {
            String url = sim.uri().toString();
            PointResult first =
                    Runs.of(options(url, 3), benchmark).outcome().results().get(0);
            assertThat(first.point().id()).doesNotContain("sha256");
            assertThat(first.point().arrivalShape()).startsWith(trace + "#sha256=");
            assertThat(Runs.of(options(url, 3).resume(true), benchmark)
                            .outcome()
                            .results())
                    .singleElement()
                    .satisfies(again -> assertThat(again.point()).isEqualTo(first.point()));
            assertThat(sim.truth().requestCount()).isLessThan(10);
            long before = sim.truth().requestCount();

            Files.writeString(trace, "0\n0.1\n0.1\n");
            PointResult other = Runs.of(options(url, 3).resume(true), benchmark)
                    .outcome()
                    .results()
                    .get(0);
            assertThat(other.point().id()).isEqualTo(first.point().id());
            assertThat(other.point().configFingerprint())
                    .isNotEqualTo(first.point().configFingerprint());
            assertThat(sim.truth().requestCount()).isGreaterThan(before);
            try (var copies = Files.list(folder.resolve("out/traces"))) {
                assertThat(copies).hasSize(2);
            }
        }
    }

    @Test
    void whatWasCheckedIsKeptWhateverTheFileHasBecome() throws IOException {
        Path trace = Files.writeString(folder.resolve("t.txt"), "0\n0.1\n0.2\n");
        Selection selection =
                new Selection(options("http://127.0.0.1:1", 3).build().overrides());
        ArrivalFiles files = new ArrivalFiles(false);
        List<PlannedPoint> points = files.checked(selection.select(List.of(replay(trace))));
        Files.writeString(trace, "0\n0.1\n0.1\n");
        files.keep(folder);
        String shape = ((Load.Open) points.get(0).point().load()).shape();
        Path copy = folder.resolve("traces/" + shape.substring(shape.length() - 16) + ".txt");
        assertThat(copy).hasContent("0\n0.1\n0.2\n");

        Files.writeString(copy, "torn");
        Files.writeString(trace, "0\n0.1\n0.2\n");
        files.checked(selection.select(List.of(replay(trace))));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> files.keep(folder))
                .withMessageStartingWith("[TraceChanged] " + copy);
    }

    @Test
    void aTraceThatCannotFillItsWindowStartsNothing() throws IOException {
        Path trace = Files.writeString(folder.resolve("t.txt"), "0\n0.1\n0.2\n");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Runs.of(options("http://127.0.0.1:1", 4), replay(trace)))
                .withMessageStartingWith("[TraceShort] " + trace + " holds 3 instants");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Runs.of(options("http://127.0.0.1:1", 3), replay(folder.resolve("none"))))
                .withMessageStartingWith("[TraceUnreadable]");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
