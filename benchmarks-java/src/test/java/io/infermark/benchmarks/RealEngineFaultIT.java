package io.infermark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.metric.Validity;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A llama-server that closes its connections, which is no failure, and one that is killed, which is. */
@Tag("real-engine")
class RealEngineFaultIT {
    private static final Duration RUN_LIMIT = Duration.ofMinutes(15);
    private static Path engine = Path.of(".");

    @TempDir
    Path folder;

    @BeforeAll
    static void find() {
        engine = RealEngine.folder();
    }

    private Path out() {
        return folder.resolve("run");
    }

    @Test
    void connectionsThatTheServerClosesAreNoFailures() throws Exception {
        try (LlamaServer server = LlamaServer.start(engine, folder.resolve("server.log"))) {
            TestRun run = TestRun.of(new KeepAliveStreams_Matrix(), server.url(), out());

            List<Measured> points = Measured.of(out());
            assertThat(run.exitCode()).as(run.printed()).isEqualTo(Measured.expectedExitCode(points));
            Measured point = points.get(0);
            assertThat(point.requests())
                    .hasSize(1 + 2 * KeepAliveStreams.REQUESTS)
                    .allSatisfy(request -> assertThat(request.outcome())
                            .as(String.valueOf(request.detail()))
                            .isEqualTo(Outcome.OK));
            assertThat(point.reasonsBeyondTheMachine()).isEmpty();
            assertThat(point.requests().stream().filter(r -> !r.reusedConnection() && !r.warmup()))
                    .as("requests on new connections: the server must have closed some")
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aServerThatIsKilledGivesFailedRowsAndAReadableResult() throws Exception {
        try (LlamaServer server = LlamaServer.start(engine, folder.resolve("server.log"))) {
            List<String> arguments = List.of(
                    "SmolLm2LlamaCpp",
                    "-p",
                    "isl=32",
                    "-p",
                    "conc=2,4",
                    "-server",
                    server.url().toString(),
                    "-out",
                    out().toString());
            try (UberJar run = UberJar.start(folder, engine, folder.resolve("run.log"), arguments)) {
                // Readiness, probe, two of the warm-up, and some of the first measured window.
                server.log()
                        .await("the first window", RUN_LIMIT, () -> server.log().launched() >= 8);
                server.kill();

                assertThat(run.await(RUN_LIMIT)).as(run.text()).isEqualTo(1);
                assertThat(run.text()).contains("INVALID");
            }
        }

        List<Measured> points = Measured.of(out());
        assertThat(points).hasSize(2);
        Measured killed = points.get(0);
        assertThat(killed.result().validity().state()).isEqualTo(Validity.State.INVALID);
        assertThat(killed.reasons()).contains("Failures");
        List<RequestRecord> window = killed.requests().stream()
                .filter(request -> !request.warmup() && request.iteration() == 0)
                .toList();
        assertThat(window).as("a row for each request that was due").hasSize(12);
        Map<Outcome, Long> outcomes =
                window.stream().collect(Collectors.groupingBy(RequestRecord::outcome, Collectors.counting()));
        assertThat(outcomes).containsKeys(Outcome.OK, Outcome.CUT);
        assertThat(window).allSatisfy(request -> {
            if (!request.ok()) {
                assertThat(request.detail()).startsWith("[");
            }
        });
        assertThat(points.get(1).reasons()).contains("TrialFailed");
        assertReadable();
    }

    private void assertReadable() throws Exception {
        List<String> arguments = List.of("records", out().toString(), "--format", "jsonl");
        try (UberJar records = UberJar.start(folder, engine, folder.resolve("records.jsonl"), arguments)) {
            assertThat(records.await(RUN_LIMIT)).as(records.text()).isZero();
            List<String> lines = records.text().lines().toList();
            assertThat(lines).hasSizeGreaterThan(12);
            for (String line : lines) {
                assertThat(new ObjectMapper().readTree(line).path("outcome").asText())
                        .isNotEmpty();
            }
        }
        assertThat(new ObjectMapper().readTree(out().resolve("results.json").toFile()))
                .hasSize(2);
    }
}
