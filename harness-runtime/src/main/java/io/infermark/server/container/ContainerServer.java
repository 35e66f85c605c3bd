package io.infermark.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import io.infermark.model.SecretRef;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerLauncher;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.diagnosis.Diagnosis;
import io.infermark.server.diagnosis.DiagnosisTable;
import io.infermark.server.readiness.PlanFiles;
import io.infermark.server.readiness.ProbeJson;
import io.infermark.server.readiness.ReadinessWait;
import io.infermark.server.readiness.ServerVersions;
import io.infermark.server.readiness.SideRequests;
import io.infermark.server.secret.SecretMissingException;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/** Starts a plan's image as a container whose port is published on the loopback interface only. */
public final class ContainerServer implements ServerLauncher {
    private final StartSite site;
    private final SecretReader secrets;
    private final Duration progressEvery;
    private final boolean pull;

    /** Images are not pulled. */
    public ContainerServer(StartSite site) {
        this(site, SecretReader.ofProcess(), Duration.ofSeconds(30), false);
    }

    /**
     * @param progressEvery how often the listener is told
     * @param pull whether an absent image is fetched; then the start has no meaningful duration
     */
    public ContainerServer(StartSite site, SecretReader secrets, Duration progressEvery, boolean pull) {
        this.site = site;
        this.secrets = secrets;
        this.progressEvery = progressEvery;
        this.pull = pull;
    }

    @Override
    public ServerHandle start(StartPlan plan, StartListener progress) throws ServerStartException {
        NoHelperContainers.ensure();
        DockerClient docker = ContainerEngine.connect();
        CompletableFuture<ReadinessWait.Ready> ready = new CompletableFuture<>();
        EngineContainer container = null;
        try {
            SideRequests http = SideRequests.ofStart(plan, secrets);
            PlanFiles.write(plan, site.files(), plan.port(), CreateRequest.FILES);
            ReadinessWait.Launched launched = ReadinessWait.Launched.now();
            container = create(plan, docker, started -> ready.complete(await(plan, started, http, progress, launched)));
            environment(plan, container);
            container.start();
            DeviceCheck.verify(plan, container);
            return handle(plan, container, http, ready.join());
        } catch (SecretMissingException missing) {
            throw ServerStartException.preflight("SecretMissing", missing.getMessage(), missing);
        } catch (IOException unwritable) {
            throw ServerStartException.preflight(
                    "FolderUnwritable", site.folder() + " cannot be used: " + unwritable.getMessage(), unwritable);
        } catch (ServerStartException failed) {
            end(container);
            throw failed;
        } catch (RuntimeException failed) {
            end(container);
            throw explain(plan, failed);
        }
    }

    private EngineContainer create(StartPlan plan, DockerClient docker, EngineContainer.ReadyWait wait)
            throws IOException {
        CreateRequest request = new CreateRequest(
                plan,
                ContainerEngine.isPodman(docker),
                plan.files().isEmpty() ? "" : site.files().toAbsolutePath().toString(),
                ContainerLabels.of(site.runId()));
        return new EngineContainer(plan, site, request, pull, wait);
    }

    private void environment(StartPlan plan, EngineContainer container) throws SecretMissingException {
        plan.env()
                .forEach((name, value) ->
                        container.withEnv(name, StartPlan.fill(value, plan.port(), CreateRequest.FILES)));
        for (Map.Entry<String, SecretRef> secret : plan.secretEnv().entrySet()) {
            container.withEnv(secret.getKey(), secrets.read(secret.getValue()));
        }
    }

    private ReadinessWait.Ready await(
            StartPlan plan,
            EngineContainer container,
            SideRequests http,
            StartListener progress,
            ReadinessWait.Launched launched) {
        try {
            return new ReadinessWait(
                            plan,
                            new ReadinessWait.Watched(base(plan, container), container.tail(), container.death(), true),
                            http,
                            progress,
                            progressEvery,
                            launched)
                    .await();
        } catch (ServerStartException failed) {
            // Testcontainers lets only unchecked exceptions through; explain() takes it out again.
            throw new IllegalStateException(failed);
        }
    }

    private static URI base(StartPlan plan, EngineContainer container) {
        return URI.create("http://127.0.0.1:" + container.getMappedPort(plan.port()));
    }

    private ServerHandle handle(
            StartPlan plan, EngineContainer container, SideRequests http, ReadinessWait.Ready ready) {
        URI base = base(plan, container);
        Map<String, String> versions = new LinkedHashMap<>(ServerVersions.read(plan, base, http));
        versions.putAll(ContainerEngine.image(container));
        return new ContainerHandle(plan, base, ready, versions, container, site.log());
    }

    private static void end(@Nullable EngineContainer container) {
        if (container != null) {
            container.stop();
        }
    }

    private static ServerStartException explain(StartPlan plan, RuntimeException failed) {
        Throwable deepest = failed;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerStartException ours) {
                return ours;
            }
            deepest = cause instanceof DockerException || cause.getCause() == null ? cause : deepest;
        }
        String said = message(String.valueOf(deepest.getMessage()).strip());
        Optional<Diagnosis> diagnosis =
                DiagnosisTable.standard().diagnose(List.of(said.replace('\n', ' ')), Optional.empty(), false);
        String image = plan.container().image();
        if (diagnosis.isPresent() && diagnosis.get().code().equals("ImageMissing")) {
            return ServerStartException.preflight(
                    "ImageMissing",
                    "the image " + image
                            + " is not on this host, and images are not pulled during a run. Fetch it before"
                            + " (docker pull " + image + "), or allow it with -pull.",
                    failed);
        }
        return ServerStartException.started(
                "ContainerRefused",
                "the container of " + plan.engine() + " (" + image + ") could not be started: " + said,
                List.of(),
                diagnosis);
    }

    /** The sentence inside {@code Status 500: {"message":"…"}}. */
    private static String message(String said) {
        int brace = said.indexOf('{');
        return brace < 0
                ? said
                : ProbeJson.parse(said.substring(brace))
                        .map(json -> json.path("message").asText())
                        .filter(text -> !text.isEmpty())
                        .orElse(said);
    }

    /** The engine of containers that this JVM uses. */
    static DockerClient client() {
        return DockerClientFactory.instance().client();
    }
}
