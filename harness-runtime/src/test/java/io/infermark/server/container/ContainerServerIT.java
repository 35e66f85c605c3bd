package io.infermark.server.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.server.FakeEngine;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartPhase;
import io.infermark.server.StartSite;
import io.infermark.server.StopReport;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.ContainerPlan;
import io.infermark.spi.StartPlan;
import io.infermark.spi.StartPlanBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers on a real engine of containers, with the scripted engine in a local image. */
@Tag("docker")
class ContainerServerIT {
    private static final String IMAGE = "infermark-test/fake:1";

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws Exception {
        int up = new ProcessBuilder("bash", "src/test/scripts/docker-up.sh")
                .inheritIO()
                .start()
                .waitFor();
        if (!"all".equals(System.getProperty("infermark.require"))) {
            assumeTrue(up == 0, "no Docker engine");
        }
        assertThat(up).as("-Dinfermark.require=all asks for a Docker engine").isZero();
        Path classes = Path.of(FakeEngine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        run("src/test/scripts/java-image.sh", IMAGE, FakeEngine.class.getName(), classes.toString());
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    static StartPlanBuilder plan(String... options) {
        return StartPlan.builder("fake", Launch.CONTAINER)
                .add("--host", "0.0.0.0", "--port", "8000")
                .add(options)
                .listen("0.0.0.0", 8000)
                .servedModel("fake")
                .container(container(IMAGE))
                .version(new StartPlan.Version("/version", "version", List.of()))
                .grace(Duration.ofSeconds(20))
                .deadline(Duration.ofMinutes(3));
    }

    private static ContainerPlan container(String image) {
        return new ContainerPlan(image, 0, false, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private ServerHandle start(StartPlan plan) throws ServerStartException {
        return new ContainerServer(
                        new StartSite("it", folder),
                        new SecretReader(Map.of("HF_TOKEN", "sesame-17")::get),
                        Duration.ofSeconds(30),
                        false)
                .start(plan, StartListener.SILENT);
    }

    private ServerStartException failure(StartPlan plan) {
        return catchThrowableOfType(
                ServerStartException.class, () -> start(plan).close());
    }

    private static List<String> containersOf(String run) {
        return ContainerServer.client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerLabels.RUN, run))
                .exec()
                .stream()
                .map(com.github.dockerjava.api.model.Container::getId)
                .toList();
    }

    @Test
    void startsServesOnTheLoopbackInterfaceAndStopsGracefully() throws Exception {
        ServerHandle handle = start(plan().env("HF_TOKEN", "env:HF_TOKEN").build());

        URI url = handle.endpoint().urls().get(0);
        assertThat(url.getHost()).isEqualTo("127.0.0.1");
        assertThat(handle.versions())
                .containsEntry("engine", "1.2.3")
                .containsEntry("image", IMAGE)
                .containsKey("imageId");
        assertThat(handle.timings().toFirstCompletion()).isPositive();
        assertThat(ContainerServer.client()
                        .inspectContainerCmd(containersOf("it").get(0))
                        .exec()
                        .getNetworkSettings()
                        .getPorts()
                        .getBindings()
                        .values())
                .allSatisfy(bindings -> assertThat(bindings)
                        .allSatisfy(binding -> assertThat(binding.getHostIp()).isEqualTo("127.0.0.1")));

        handle.stop();
        handle.stop();

        StopReport report = handle.stopReport().orElseThrow();
        assertThat(report.exitCode()).contains(143);
        assertThat(report.killed()).isFalse();
        assertThat(report.notReleased()).isEmpty();
        assertThat(containersOf("it")).isEmpty();
        assertThat(handle.death().toCompletableFuture()).isNotDone();
        assertThat(Files.readString(handle.log()))
                .contains("HF_TOKEN of 9 characters")
                .contains("fake engine ends gracefully");
    }

    @Test
    void aDeathAtTheStartHasExitCodeAndLastLines() {
        ServerStartException failed = failure(plan("--print", "error: unrecognized arguments: --nope", "--exit", "3")
                .build());
        assertThat(failed.code()).isEqualTo("ServerDied");
        assertThat(failed.exitCode()).contains(3);
        assertThat(failed.oomKilled()).isFalse();
        assertThat(failed.lastLines()).contains("error: unrecognized arguments: --nope");
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("UnknownFlag");
        assertThat(containersOf("it")).isEmpty();
    }

    @Test
    void aSlowStartIsWaitedForAndToldOf() throws Exception {
        StartPlan plan = plan("--release", StartPlan.FILES + "/go")
                .file("slow", "a folder for the file that the test writes")
                .build();
        List<StartPhase> told = new ArrayList<>();
        ContainerServer server = new ContainerServer(
                new StartSite("it", folder),
                new SecretReader(Map.<String, String>of()::get),
                Duration.ofMillis(200),
                false);
        try (ServerHandle handle = server.start(plan, (elapsed, phase, line) -> {
            told.add(phase);
            release();
        })) {
            assertThat(told).isNotEmpty().startsWith(StartPhase.HEALTH);
            assertThat(handle.timings().toHealth()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(handle.timings().toFirstCompletion())
                    .isGreaterThan(handle.timings().toHealth());
        }
    }

    private void release() {
        try {
            Files.writeString(folder.resolve("server-files/go"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPortThatIsTakenInsideIsDiagnosed() {
        ServerStartException failed = failure(plan("--squat", "true").build());
        assertThat(failed.code()).isEqualTo("ServerDied");
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("PortTaken");
        assertThat(containersOf("it")).isEmpty();
    }

    @Test
    void aServerThatIsNeverReadyEndsAtTheDeadline() {
        ServerStartException failed = failure(
                plan("--release", "/never").deadline(Duration.ofSeconds(4)).build());
        assertThat(failed.code()).isEqualTo("StartTimeout");
        assertThat(failed).hasMessageContaining("503");
        assertThat(containersOf("it")).isEmpty();
    }

    @Test
    void aDeathInUseIsToldWithItsCode() throws Exception {
        try (ServerHandle handle = start(plan().build())) {
            var lost = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(
                                            handle.endpoint().urls().get(0).resolve("/exit?9"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            ServerDeath death = handle.death().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(lost).failsWithin(Duration.ofMinutes(1));
            assertThat(death.exitCode()).contains(9);
            assertThat(death.oomKilled()).isFalse();
        }
    }

    @Test
    void whatIgnoresTermIsKilledAfterTheGrace() throws Exception {
        ServerHandle handle =
                start(plan("--ignore-term", "true").grace(Duration.ofSeconds(1)).build());
        handle.stop();
        assertThat(handle.stopReport().orElseThrow().exitCode()).contains(137);
        assertThat(handle.stopReport().orElseThrow().killed()).isTrue();
        assertThat(containersOf("it")).isEmpty();
    }

    @Test
    void anAbsentImageIsNotPulledButNamedWithTheCommandThatFetchesIt() {
        ServerStartException failed =
                failure(plan().container(container("infermark-test/absent:1")).build());
        assertThat(failed.code()).isEqualTo("ImageMissing");
        assertThat(failed).hasMessageContaining("docker pull infermark-test/absent:1");
    }

    @Test
    void gpusOnAHostWithoutTheirRuntimeAreDiagnosed() {
        ServerStartException failed = failure(plan().devices(new StartPlan.Devices(Vendor.NVIDIA, List.of(0, 1)))
                .build());
        assertThat(failed).hasMessageContaining("[ContainerRefused]");
        assertThat(failed).hasMessageContaining("[GpuRuntimeMissing]");
        assertThat(failed).hasMessageContaining("nvidia-container-toolkit");
        assertThat(containersOf("it")).isEmpty();
    }

    @Test
    void amdDevicesThatAreNotThereAreDiagnosed() {
        ServerStartException failed = failure(
                plan().devices(new StartPlan.Devices(Vendor.AMD, List.of(0))).build());
        assertThat(failed).hasMessageContaining("[DeviceMissing]");
        assertThat(failed).hasMessageContaining("/dev/kfd");
    }

    @Test
    void filesOfThePlanAreSeenInside() throws Exception {
        try (ServerHandle handle = start(plan("--release", StartPlan.FILES + "/go")
                .file("go", "port {port}")
                .build())) {
            assertThat(handle.endpoint().model()).isEqualTo("fake");
        }
        assertThat(folder.resolve("server-files/go")).hasContent("port 8000");
    }

    /** The harness of this test, in a JVM that the test kills. */
    static final class Harness {
        public static void main(String[] args) throws Exception {
            try (ServerHandle handle = new ContainerServer(new StartSite("run-of-the-dead", Path.of(args[0])))
                    .start(plan().build(), StartListener.SILENT)) {
                System.out.println("serving " + handle.endpoint().urls().get(0));
                new CountDownLatch(1).await();
            }
        }
    }

    @Test
    void aContainerWhoseHarnessWasKilledIsFoundAndRemoved() throws Exception {
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Harness.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(harness.getInputStream(), StandardCharsets.UTF_8));
        String line;
        do {
            line = out.readLine();
        } while (line != null && !line.startsWith("serving "));
        assertThat(line).as("the harness starts").isNotNull();
        assertThat(OrphanContainers.find())
                .extracting(OrphanContainers.Orphan::runId)
                .doesNotContain("run-of-the-dead");

        harness.destroyForcibly().waitFor();

        List<OrphanContainers.Orphan> removed = OrphanContainers.reap();
        assertThat(removed)
                .filteredOn(o -> o.runId().equals("run-of-the-dead"))
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.running()).isTrue());
        assertThat(containersOf("run-of-the-dead")).isEmpty();
        assertThat(catchThrowableOfType(
                        NotFoundException.class,
                        () -> ContainerServer.client()
                                .inspectContainerCmd(removed.get(0).id())
                                .exec()))
                .isNotNull();
    }
}
