package io.infermark.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.infermark.model.EndpointSpec;
import io.infermark.server.FakePlans;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartPhase;
import io.infermark.server.StartSite;
import io.infermark.server.StopReport;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.StartPlan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessServerTest {
    @TempDir
    Path folder;

    private ProcessServer server() {
        return server(Duration.ofSeconds(30));
    }

    private ProcessServer server(Duration progressEvery) {
        return new ProcessServer(
                new StartSite("run-1", folder),
                new SecretReader(Map.of("HF_TOKEN", "sesame-17", "KEY", "opensesame")::get),
                progressEvery);
    }

    private ServerStartException failure(StartPlan plan) {
        return catchThrowableOfType(ServerStartException.class, () -> {
            try (ServerHandle handle = server().start(plan, StartListener.SILENT)) {
                handle.endpoint();
            }
        });
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("server.log"));
    }

    @Test
    void startsAnswersAndStopsGracefullyWithAllReleased() throws Exception {
        ServerHandle handle = server().start(FakePlans.fake().build(), StartListener.SILENT);

        assertThat(handle.endpoint().model()).isEqualTo("fake");
        assertThat(handle.versions()).containsEntry("engine", "1.2.3");
        assertThat(handle.timings().toHealth())
                .isPositive()
                .isLessThanOrEqualTo(handle.timings().toModels());
        assertThat(handle.timings().toFirstCompletion())
                .isGreaterThanOrEqualTo(handle.timings().toModels());

        handle.stop();
        handle.stop();

        StopReport report = handle.stopReport().orElseThrow();
        assertThat(report.exitCode()).contains(143);
        assertThat(report.killed()).isFalse();
        assertThat(report.notReleased()).isEmpty();
        assertThat(handle.death().toCompletableFuture()).isNotDone();
        assertThat(log()).contains("\"prompt\":\"Hello\"").contains("fake engine ends gracefully");
    }

    @Test
    void secretsReachTheEnvironmentOnly() throws Exception {
        StartPlan plan = FakePlans.fake("--key", "opensesame")
                .env("HF_TOKEN", "env:HF_TOKEN")
                .endpoint(new EndpointSpec(
                        List.of(),
                        io.infermark.api.Protocol.CHAT,
                        "/v1",
                        "env:KEY",
                        List.of(),
                        Map.of("ignore_eos", "true"),
                        List.of("max_tokens"),
                        "",
                        ""))
                .build();
        assertThat(plan.toString()).doesNotContain("sesame-17").contains("env:HF_TOKEN");

        try (ServerHandle handle = server().start(plan, StartListener.SILENT)) {
            assertThat(handle.endpoint().options().apiKey()).isEqualTo("env:KEY");
        }

        assertThat(log())
                .contains("HF_TOKEN of 9 characters")
                .contains("\"ignore_eos\":true")
                .contains("messages")
                .doesNotContain("max_tokens");
    }

    @Test
    void aMissingSecretIsNamedBeforeAnythingStarts() {
        ServerStartException failed =
                failure(FakePlans.fake().env("HF_TOKEN", "env:NO_SUCH").build());
        assertThat(failed.code()).isEqualTo("SecretMissing");
        assertThat(failed).hasMessageContaining("env:NO_SUCH");
        assertThat(folder.resolve("server.pid")).doesNotExist();
    }

    @Test
    void aDeathAtTheStartHasExitCodeAndLastLines() {
        ServerStartException failed = failure(
                FakePlans.fake("--print", "engine says goodbye", "--exit", "7").build());

        assertThat(failed.code()).isEqualTo("ServerDied");
        assertThat(failed.exitCode()).contains(7);
        assertThat(failed).hasMessageContaining("exit code 7").hasMessageContaining("| engine says goodbye");
        assertThat(failed.oomKilled()).isFalse();
    }

    @Test
    void aKilledServerSaysSo() {
        ServerStartException failed = failure(FakePlans.shell("kill -9 $$").build());
        assertThat(failed.exitCode()).contains(137);
        assertThat(failed).hasMessageContaining("SIGKILL");
    }

    @Test
    void aSlowStartIsWaitedForWithProgress() throws Exception {
        Path release = folder.resolve("release");
        List<StartPhase> phases = new CopyOnWriteArrayList<>();
        List<String> lines = new CopyOnWriteArrayList<>();
        StartListener listener = (elapsed, phase, line) -> {
            phases.add(phase);
            lines.add(line);
            if (line.equals("fake engine listens")) {
                create(release);
            }
        };

        try (ServerHandle handle = server(Duration.ofMillis(50))
                .start(FakePlans.fake("--release", release.toString()).build(), listener)) {
            assertThat(handle.timings().toHealth()).isPositive();
        }

        assertThat(phases).contains(StartPhase.HEALTH);
        assertThat(lines).contains("fake engine listens");
    }

    private static void create(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aServerThatIsNeverReadyEndsAtTheDeadlineAndLeavesNothing() {
        Path child = folder.resolve("child");
        ServerStartException failed =
                failure(FakePlans.fake("--release", folder.resolve("never").toString(), "--child", child.toString())
                        .deadline(Duration.ofSeconds(3))
                        .build());

        assertThat(failed.code()).isEqualTo("StartTimeout");
        assertThat(failed).hasMessageContaining("503").hasMessageContaining("startTimeout");
        assertThat(alive(child)).isFalse();
    }

    private static boolean alive(Path pidFile) {
        try {
            return io.infermark.platform.ProcFs.startTicks(
                            Long.parseLong(Files.readString(pidFile).strip()))
                    .isPresent();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFatalLineEndsTheWaitAlthoughTheProcessLives() {
        ServerStartException failed = failure(FakePlans.shell("echo 'CUDA error: boom'; exec sleep 600")
                .fatal(List.of("CUDA error"))
                .build());
        assertThat(failed.code()).isEqualTo("ServerFatalLog");
        assertThat(failed).hasMessageContaining("CUDA error: boom");
    }

    @Test
    void aDeathInUseIsToldWithItsCode() throws Exception {
        try (ServerHandle handle = server().start(FakePlans.fake().build(), StartListener.SILENT)) {
            URI exit = handle.endpoint().urls().get(0).resolve("/exit?9");
            var answerThatNeverComes = HttpClient.newHttpClient()
                    .sendAsync(HttpRequest.newBuilder(exit).build(), HttpResponse.BodyHandlers.discarding());

            ServerDeath death = handle.death().toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(answerThatNeverComes).failsWithin(Duration.ofMinutes(1));
            assertThat(death.exitCode()).contains(9);
            assertThat(death.lastLines()).contains("fake engine listens");
        }
    }

    @Test
    void whatIgnoresTermIsKilledAfterTheGrace() throws Exception {
        Path child = folder.resolve("child");
        ServerHandle handle = server().start(
                        FakePlans.fake("--ignore-term", "true", "--child", child.toString())
                                .grace(Duration.ofSeconds(1))
                                .build(),
                        StartListener.SILENT);
        handle.stop();

        StopReport report = handle.stopReport().orElseThrow();
        assertThat(report.killed()).isTrue();
        assertThat(report.exitCode()).contains(137);
        assertThat(report.notReleased()).isEmpty();
        assertThat(log()).contains("ignoring SIGTERM");
        assertThat(alive(child)).isFalse();
    }

    @Test
    void childrenThatOutliveTheirParentAreEnded() throws Exception {
        Path child = folder.resolve("child");
        ServerStartException failed = failure(FakePlans.shell(
                        "setsid sleep 600 & echo $! > " + child + "; while ! [ -s " + child + " ]; do :; done; exit 3")
                .build());
        assertThat(failed.exitCode()).contains(3);
        assertThat(alive(child)).isFalse();
    }

    @Test
    void aStatedPortThatIsTakenIsToldBeforeTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerStartException failed = failure(
                    FakePlans.fake().listen("127.0.0.1", taken.getLocalPort()).build());
            assertThat(failed.code()).isEqualTo("PortTaken");
            assertThat(failed).hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aLostRaceForTheChosenPortIsTriedAgain() {
        Path attempts = folder.resolve("attempts");
        ServerStartException failed = failure(FakePlans.shell("echo {port} >> " + attempts
                        + "; echo \"couldn't bind HTTP server socket, hostname: 127.0.0.1, port: {port}\"; exit 1")
                .build());

        assertThat(attempts)
                .satisfies(
                        file -> assertThat(Files.readAllLines(file)).hasSize(3).doesNotHaveDuplicates());
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("PortTaken");
    }

    @Test
    void aWrongServedNameIsToldWithASuggestion() {
        ServerStartException failed = failure(FakePlans.fake("--model", "fakes")
                .deadline(Duration.ofSeconds(60))
                .build());
        assertThat(failed.code()).isEqualTo("ModelNotServed");
        assertThat(failed).hasMessageContaining("Did you mean \"fakes\"?").hasMessageContaining("servedName");
    }

    @Test
    void aKeyThatIsWantedButNotGivenIsTold() {
        ServerStartException failed =
                failure(FakePlans.fake("--key", "opensesame").build());
        assertThat(failed.code()).isEqualTo("Unauthorized");
        assertThat(failed).hasMessageContaining("apiKey").hasMessageNotContaining("opensesame");
    }

    @Test
    void aRefusedCompletionIsToldWithItsAnswer() {
        ServerStartException failed =
                failure(FakePlans.fake("--completion", "400").build());
        assertThat(failed.code()).isEqualTo("CompletionRefused");
        assertThat(failed).hasMessageContaining("HTTP 400").hasMessageContaining("scripted");
    }

    @Test
    void anAbsentExecutableIsNamed() {
        ServerStartException failed = failure(StartPlan.builder("fake", io.infermark.api.Launch.PROCESS)
                .program(List.of("no-such-engine"))
                .build());
        assertThat(failed.code()).isEqualTo("LaunchFailed");
        assertThat(failed).hasMessageContaining("no-such-engine").hasMessageContaining("@Server(command");
    }

    @Test
    void anInterruptEndsTheStartAndTheServer() throws Exception {
        Path child = folder.resolve("child");
        StartPlan plan = FakePlans.fake("--release", folder.resolve("never").toString(), "--child", child.toString())
                .build();
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Thread starter = new Thread(() -> {
            try (ServerHandle handle = server(Duration.ofMillis(50)).start(plan, (elapsed, phase, line) -> {
                if (line.equals("fake engine listens")) {
                    Thread.currentThread().interrupt();
                }
            })) {
                thrown.add(new AssertionError("started: " + handle));
            } catch (ServerStartException expected) {
                thrown.add(expected);
            }
        });
        starter.start();
        starter.join(TimeUnit.MINUTES.toMillis(2));

        assertThat(thrown)
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerStartException.class, e -> assertThat(e.code()).isEqualTo("StartInterrupted"));
        assertThat(alive(child)).isFalse();
    }

    @Test
    void filesAndPortAreFilledIn() throws Exception {
        ServerStartException failed = failure(FakePlans.shell("cat {files}/options.yml; echo port {port}; exit 4")
                .file("options.yml", "listen: {port}\n")
                .listen("127.0.0.1", FreePort.choose())
                .build());
        assertThat(failed.lastLines().get(0)).matches("listen: \\d+");
        assertThat(failed.lastLines().get(1)).matches("port \\d+");
    }
}
