package io.infermark.server.external;

import io.infermark.server.ServerHandle;
import io.infermark.server.ServerLauncher;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.readiness.LogTail;
import io.infermark.server.readiness.ReadinessWait;
import io.infermark.server.readiness.ServerVersions;
import io.infermark.server.readiness.SideRequests;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks every URL of the plan's endpoint whether it serves the model; each must. Answers 503 are waited for, a refused connection is not. */
public final class ExternalServer implements ServerLauncher {
    private final StartSite site;
    private final SecretReader secrets;
    private final Duration progressEvery;

    public ExternalServer(StartSite site) {
        this(site, SecretReader.ofProcess(), Duration.ofSeconds(30));
    }

    /** @param progressEvery how often the listener is told */
    public ExternalServer(StartSite site, SecretReader secrets, Duration progressEvery) {
        this.site = site;
        this.secrets = secrets;
        this.progressEvery = progressEvery;
    }

    @Override
    public ServerHandle start(StartPlan plan, StartListener progress) throws ServerStartException {
        if (plan.endpoint().urls().isEmpty()) {
            throw ServerStartException.preflight(
                    "EndpointEmpty",
                    "an external server needs a URL. Give it with -server URL or @EndpointOptions(urls = …).",
                    null);
        }
        createEmptyLog();
        SideRequests http = SideRequests.ofStart(plan, secrets);
        ReadinessWait.Launched launched = ReadinessWait.Launched.now();
        List<URI> urls = new ArrayList<>();
        ReadinessWait.Ready first = null;
        Map<String, String> versions = Map.of();
        for (String text : plan.endpoint().urls()) {
            URI base = parse(text);
            ReadinessWait.Watched watched = new ReadinessWait.Watched(
                    base, new LogTail(site.log(), List.of()), new CompletableFuture<>(), false);
            ReadinessWait.Ready ready =
                    new ReadinessWait(plan, watched, http, progress, progressEvery, launched).await();
            if (first == null) {
                first = ready;
                versions = ServerVersions.read(plan, base, http);
            } else if (!first.model().equals(ready.model())) {
                throw ServerStartException.preflight(
                        "EndpointsDiffer",
                        urls.get(0) + " serves \"" + first.model() + "\", but " + base + " serves \"" + ready.model()
                                + "\". Requests go to all URLs alike, so all must serve one model.",
                        null);
            }
            urls.add(base);
        }
        if (first == null) {
            throw new IllegalStateException("at least one URL was asked");
        }
        return new ExternalHandle(plan, urls, first, versions, site.log());
    }

    private void createEmptyLog() throws ServerStartException {
        try {
            Files.createDirectories(site.folder());
            Files.write(site.log(), new byte[0]);
        } catch (IOException unwritable) {
            throw ServerStartException.preflight(
                    "FolderUnwritable", site.folder() + " cannot be written: " + unwritable.getMessage(), unwritable);
        }
    }

    private static URI parse(String text) throws ServerStartException {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException noUri) {
            // Reported below.
        }
        throw ServerStartException.preflight(
                "UrlMalformed", "\"" + text + "\" is no URL of a server, as http://host:8000 is.", null);
    }
}
