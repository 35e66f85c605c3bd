package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.metric.ConnectionFigures;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.plan.UsageException;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import io.infermark.result.ResultFormat;
import io.infermark.result.ResultWriter;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP version, TLS and streams of a run: from its options to every file, and back when it goes on. */
@Timeout(120)
class ConnectionsRunTest {
    private static final Benchmark BENCHMARK = Declarations.benchmark(
            Declarations.external("com.x.Connections", List.of(Declarations.row(List.of(1), List.of(4)))));

    @TempDir
    Path folder;

    private OptionsBuilder options(SimServer sim) {
        return Runs.options(sim, folder.resolve("out")).requests(12);
    }

    private static ConnectionFigures connections(PointResult result) {
        assertThat(result.trials()).as("%s", result.failure()).isNotEmpty();
        return Objects.requireNonNull(
                        result.summary(), () -> result.trials().get(0).toString())
                .pooled()
                .connections();
    }

    @ParameterizedTest
    @CsvSource({"both,false,1.1", "both,true,1.1", "http2,false,h2c", "http2,true,h2"})
    void everyFileTellsWhatCarriedTheRequests(String spoken, boolean tls, String http) throws IOException {
        Path certificate = folder.resolve("sim.pem");
        try (SimServer sim = Sims.start(
                "http", spoken, "tls", Boolean.toString(tls), "tls-certificate", tls ? certificate.toString() : "")) {
            boolean multiplexed = !http.equals("1.1");
            OptionsBuilder options = options(sim).http(http);
            options = multiplexed ? options.streamsPerConnection(3) : options;
            Runs run = Runs.of(tls ? options.caCertificate(certificate.toString()) : options, BENCHMARK);
            PointResult result = run.outcome().results().get(0);
            ConnectionFigures figures = connections(result);
            assertThat(figures.protocols()).containsOnlyKeys(multiplexed ? "HTTP/2" : "HTTP/1.1");
            assertThat(figures.protocols().values()).containsExactly(12);
            assertThat(figures.tls()).isEqualTo(tls ? 12 : 0);
            assertThat(figures.security()).isEqualTo(tls ? "TLS" : "cleartext");
            assertThat(figures.streams().n()).isEqualTo(12);
            assertThat(figures.streams().max()).isBetween(1.0, multiplexed ? 3.0 : 1.0);
            assertThat(figures.opened()).isZero();
            assertThat(result.subject().repeat().contains("-http " + http + " -streamsPerConnection 3"))
                    .isEqualTo(multiplexed);
            assertThat(ResultFiles.readPlan(folder.resolve("out/plan.json"))
                            .options()
                            .get("streamsPerConnection"))
                    .isEqualTo(multiplexed ? "3" : null);
            StringWriter csv = new StringWriter();
            ResultWriter.write(ResultFormat.CSV, List.of(result), csv);
            assertThat(csv.toString())
                    .contains((multiplexed ? "HTTP/2," : "HTTP/1.1,") + (tls ? "TLS," : "cleartext,"));
            assertThat(Files.readString(folder.resolve("out/report.html")))
                    .contains((multiplexed ? "Over HTTP/2, " : "Over HTTP/1.1, ") + (tls ? "TLS" : "cleartext"));
            assertThat(run.out().contains("Over HTTP/")).isEqualTo(multiplexed || tls);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aServerThatEndsConnectionsAfterFewRequestsIsMeasured(int requestsPerConnection) {
        Path certificate = folder.resolve("sim.pem");
        try (SimServer sim = Sims.start(
                "tls",
                "true",
                "tls-certificate",
                certificate.toString(),
                "requests-per-connection",
                Integer.toString(requestsPerConnection))) {
            PointResult result = Runs.of(options(sim).caCertificate(certificate.toString()), BENCHMARK)
                    .outcome()
                    .results()
                    .get(0);
            assertThat(connections(result).tls()).isEqualTo(12);
        }
    }

    @Test
    void requestsWithConnectionsOfTheirOwnSaySo() throws IOException {
        try (SimServer sim = Sims.start()) {
            PointResult result = Runs.of(options(sim).keepConnections(false), BENCHMARK)
                    .outcome()
                    .results()
                    .get(0);
            ConnectionFigures figures = connections(result);
            assertThat(figures.opened()).isEqualTo(12);
            assertThat(figures.streams().max()).isEqualTo(1.0);
            assertThat(sim.truth().counters())
                    .hasEntrySatisfying("connections", all -> assertThat(all).isGreaterThanOrEqualTo(12));
            assertThat(result.subject().repeat()).contains("-keepConnections false");
            assertThat(ResultFiles.readPlan(folder.resolve("out/plan.json")).options())
                    .containsEntry("keepConnections", "false");
        }
    }

    @Test
    void connectionsThatRequestsShareAreNobodysOwn() {
        try (SimServer sim = Sims.start()) {
            assertThatThrownBy(() -> options(sim).keepConnections(false).http("h2c"))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("[ConnectionsShared]");
            assertThatThrownBy(() -> options(sim).http("h2").keepConnections(false))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("-keepConnections: [ConnectionsShared]");
        }
    }

    @Test
    void aRunGoesOnOverItsOwnKindOfConnectionsOnly() {
        try (SimServer sim = Sims.start()) {
            Runs.of(options(sim).http("h2c"), BENCHMARK);
            assertThatThrownBy(() -> Runs.of(options(sim).resume(true), BENCHMARK))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("[ConnectionsDiffer]")
                    .hasMessageContaining("-http h2c");
            Runs again = Runs.of(options(sim).resume(true).http("h2c"), BENCHMARK);
            assertThat(connections(again.outcome().results().get(0)).protocols())
                    .containsOnlyKeys("HTTP/2");
        }
    }

    @Test
    void usualConnectionsAreNotGoneOnWithOthers() {
        try (SimServer sim = Sims.start()) {
            Runs.of(options(sim), BENCHMARK);
            assertThatThrownBy(
                            () -> Runs.of(options(sim).resume(true).http("h2c").streamsPerConnection(7), BENCHMARK))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("-http h2c -streamsPerConnection 7");
        }
    }
}
