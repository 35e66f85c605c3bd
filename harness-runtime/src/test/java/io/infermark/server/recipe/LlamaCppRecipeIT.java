package io.infermark.server.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.infermark.api.SpecDecoding;
import io.infermark.api.hardware.HostCpu;
import io.infermark.server.LlamaCpp;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.process.ProcessServer;
import io.infermark.spi.StartPlan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe, the launcher and the diagnosis against the real llama-server. */
@Tag("real-engine")
class LlamaCppRecipeIT {
    private static Path server;
    private static Path model;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() {
        server = LlamaCpp.server();
        model = LlamaCpp.model();
    }

    private static SpecFixture fixture() {
        SpecFixture fixture = SpecFixture.of("llama.cpp", HostCpu.class);
        fixture.command = List.of(server.toString());
        fixture.model = model.toString();
        fixture.servedName = "smollm2-135m";
        fixture.isl = 128;
        fixture.osl = 64;
        fixture.concurrency = 2;
        fixture.flags = List.of("-t", "1");
        fixture.context = fixture.context.withPort(0);
        return fixture;
    }

    private ServerHandle start(StartPlan plan) throws ServerStartException {
        return new ProcessServer(new StartSite("it", folder)).start(plan, StartListener.SILENT);
    }

    private ServerStartException failure(StartPlan plan) {
        return catchThrowableOfType(
                ServerStartException.class, () -> start(plan).close());
    }

    private static HttpResponse<String> get(ServerHandle handle, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(handle.endpoint().urls().get(0).resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void startsServesAndStopsWithExitCodeZero() throws Exception {
        ServerHandle handle = start(fixture().plan());

        assertThat(handle.endpoint().model()).isEqualTo("smollm2-135m");
        assertThat(handle.versions().get("engine")).contains("b11434");
        String metrics = get(handle, "/metrics").body();
        fixture()
                .plan()
                .metrics()
                .names()
                .values()
                .forEach(name -> assertThat(metrics).contains(name));
        // The engine rounds a slot's context up to 256.
        assertThat(get(handle, "/slots").body())
                .contains("\"id\":1,\"n_ctx\":512")
                .doesNotContain("\"id\":2");

        handle.stop();

        assertThat(handle.stopReport().orElseThrow().exitCode()).contains(0);
        assertThat(handle.stopReport().orElseThrow().killed()).isFalse();
        assertThat(handle.stopReport().orElseThrow().notReleased()).isEmpty();
    }

    @Test
    void anUnknownFlagIsDiagnosed() {
        SpecFixture fixture = fixture();
        fixture.flags = List.of("--nope");
        ServerStartException failed = failure(fixture.plan());
        assertThat(failed.exitCode()).contains(1);
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("UnknownFlag");
        assertThat(failed).hasMessageContaining("--nope").hasMessageContaining("@Server(flags)");
    }

    @Test
    void aMissingModelIsDiagnosed() {
        SpecFixture fixture = fixture();
        fixture.model = "/no/such.gguf";
        ServerStartException failed = failure(fixture.plan());
        assertThat(failed.exitCode()).contains(1);
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("ModelMissing");
        assertThat(failed).hasMessageContaining("/no/such.gguf").hasMessageContaining("@Model(id");
    }

    @Test
    void aFileThatIsNoModelIsDiagnosed() throws Exception {
        SpecFixture fixture = fixture();
        Path text = Files.writeString(folder.resolve("text.gguf"), "no weights at all");
        fixture.model = text.toString();
        assertThat(failure(fixture.plan()).diagnosis().orElseThrow().code()).isEqualTo("ModelMissing");
    }

    @Test
    void aPortThatIsTakenIsDiagnosedFromTheEnginesOwnMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SpecFixture fixture = fixture();
            StartPlan plan = fixture.plan();
            // The plan leaves the port open, so the launcher's own check does not see it; the engine does.
            StartPlan stubborn = StartPlan.builder("llama.cpp", plan.launch())
                    .program(plan.program())
                    .addAll(plan.arguments().stream()
                            .map(word -> word.equals(StartPlan.PORT) ? Integer.toString(taken.getLocalPort()) : word)
                            .toList())
                    .servedModel(plan.servedModel())
                    .build();
            ServerStartException failed = failure(stubborn);
            assertThat(failed.exitCode()).contains(1);
            assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("PortTaken");
        }
    }

    @Test
    void aDeathInUseIsToldWithinMoments() throws Exception {
        try (ServerHandle handle = start(fixture().plan())) {
            long pid = Long.parseLong(
                    Files.readString(folder.resolve("server.pid")).split(" ", -1)[0]);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            ServerDeath death = handle.death().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(death.exitCode()).contains(137);
            assertThat(death.how()).contains("SIGKILL");
        }
    }

    /** A renamed flag is found here before it fails somebody's run. */
    @Test
    void everyFlagOfTheRecipeIsKnownToTheBinary() throws Exception {
        Process help = new ProcessBuilder(server.toString(), "--help")
                .redirectErrorStream(true)
                .start();
        String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Set<String> unknown = new TreeSet<>();
        for (SpecDecoding kind : List.of(SpecDecoding.NONE, SpecDecoding.DRAFT_MODEL)) {
            for (boolean cache : new boolean[] {false, true}) {
                for (Class<? extends io.infermark.api.Accelerator> hardware :
                        List.of(HostCpu.class, io.infermark.api.hardware.H100.class)) {
                    SpecFixture fixture = fixture();
                    fixture.hardware = hardware;
                    fixture.specDecoding = kind;
                    fixture.prefixCache = cache;
                    fixture.env = Map.of("DRAFT_MODEL", "d.gguf");
                    fixture.parallelism = hardware == HostCpu.class
                            ? io.infermark.model.Parallelism.SINGLE
                            : new io.infermark.model.Parallelism(2, 1, 1, 1, 1, false);
                    fixture.context = fixture.context.withDebug(true);
                    fixture.plan().arguments().stream()
                            .filter(word -> word.matches("--?[a-z][a-z-]*"))
                            .filter(word -> !text.matches("(?s).*(^|[\\s,])" + word + "[\\s,].*"))
                            .forEach(unknown::add);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
