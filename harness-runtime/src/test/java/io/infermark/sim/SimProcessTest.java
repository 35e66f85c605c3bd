package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SimProcessTest {
    /** The simulator's JVM: arguments are options as {@code name=value}. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            Map<String, String> options = new LinkedHashMap<>();
            for (String arg : args) {
                int equals = arg.indexOf('=');
                options.put(arg.substring(0, equals), arg.substring(equals + 1));
            }
            SimProcess.run(SimConfig.parse(options));
        }
    }

    private static Process launch(SimConfig config, String... jvmFlags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(jvmFlags));
        command.add(Main.class.getName());
        config.toOptions().forEach((name, value) -> command.add(name + "=" + value));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ownJvmServesUntilItIsStoppedAndLeavesItsLog(boolean withoutEpoll, @TempDir Path folder) throws Exception {
        Path log = folder.resolve("send.log");
        Process process =
                launch(SimConfig.builder().option("send-log", log.toString()).build());
        try (BufferedReader lines = output(process)) {
            String ready = lines.readLine();
            while (ready != null && !ready.startsWith("infermark-sim")) {
                ready = lines.readLine();
            }
            assertThat(ready).matches("infermark-sim ready on http://127\\.0\\.0\\.1:[0-9]+ \\(simulated\\)");
            int port = URI.create(String.valueOf(ready).split(" ", -1)[3]).getPort();
            long before = System.nanoTime();
            try (RawHttp client = new RawHttp(port)) {
                RawHttp.Response response = client.request(
                        "POST",
                        "/v1/completions",
                        "{\"prompt\":\"abc\",\"max_tokens\":5,\"stream\":true}",
                        "X-Request-Id: own");
                assertThat(response.data()).hasSize(6);
            }
            long after = System.nanoTime();

            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            SimTruth truth = SimLogReader.read(log);
            assertThat(truth.completed()).isEqualTo(1);
            assertThat(truth.outputTokens()).isEqualTo(5);
            assertThat(truth.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.promptTokens()).isEqualTo(3));
            assertThat(truth.events("own")).hasSize(6);
            if (System.getProperty("os.name").equals("Linux")) {
                // One monotonic clock for all processes of the host.
                assertThat(truth.events("own"))
                        .allSatisfy(event -> assertThat(event.writeNanos()).isBetween(before, after));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void startupFailureIsALogLineAndExitCodeOne() throws Exception {
        Process process = launch(SimConfig.builder()
                .option("startup-failure", "CUDA out of memory")
                .option("startup-delay", "100ms")
                .build());
        try (BufferedReader lines = output(process)) {
            assertThat(lines.lines()).contains("infermark-sim: error: CUDA out of memory");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void logSurvivesTheFileUnchanged(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("send.log");
        SimServer server = SimServer.start(
                SimConfig.builder().option("send-log", log.toString()).build());
        try (server) {
            RawHttp.post(server, "/v1/completions", "{\"prompt\":\"abc\",\"max_tokens\":5,\"stream\":true}");
            RawHttp.post(server, "/v1/completions", "{}");
        }
        SimTruth truth = server.truth();
        SimTruth read = SimLogReader.read(log);
        assertThat(read.counters()).isEqualTo(truth.counters());
        assertThat(read.requests()).isEqualTo(truth.requests()).hasSize(2);
        assertThat(read.eventCount()).isEqualTo(truth.eventCount()).isEqualTo(6);
        for (int i = 0; i < read.eventCount(); i++) {
            assertThat(read.event(i)).isEqualTo(truth.event(i));
        }
    }

    @Test
    void brokenLogsAreCodedErrors(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("send.log");
        SimServer server = SimServer.start(
                SimConfig.builder().option("send-log", log.toString()).build());
        server.close();
        byte[] whole = Files.readAllBytes(log);
        for (int length : new int[] {0, 3, 7, 9, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SimLogReader.read(cut)).hasMessageStartingWith("[SendLogUnreadable]");
        }
        Path other = Files.writeString(folder.resolve("other"), "{\"not\":\"a log\"}");
        assertThatThrownBy(() -> SimLogReader.read(other)).hasMessageContaining("magic number");
        assertThatThrownBy(() -> SimLogReader.read(folder.resolve("none")))
                .hasMessageStartingWith("[SendLogUnreadable]");
    }

    @Test
    void unwritableLogIsACodedError(@TempDir Path folder) {
        for (Path file : List.of(folder.resolve("no/such/folder/log"), folder)) {
            SimConfig config =
                    SimConfig.builder().option("send-log", file.toString()).build();
            assertThatThrownBy(() -> SimServer.start(config).close())
                    .as("before a request is taken whose truth would be lost")
                    .hasMessageStartingWith("[SendLogUnwritable]")
                    .hasStackTraceContaining("SimServer.<init>");
        }
    }

    @Test
    void fullLogCountsWhatItDrops() throws IOException {
        try (SimServer server =
                SimServer.start(SimConfig.builder().option("log-events", "4").build())) {
            RawHttp.post(server, "/v1/completions", "{\"prompt\":\"abc\",\"max_tokens\":9,\"stream\":true}");
            assertThat(server.truth().eventCount()).isEqualTo(4);
            assertThat(server.truth().droppedEvents()).isEqualTo(6);
            assertThat(server.truth().outputTokens()).isEqualTo(9);
        }
    }
}
