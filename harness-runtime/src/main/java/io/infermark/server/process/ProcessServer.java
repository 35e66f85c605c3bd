package io.infermark.server.process;

import io.infermark.server.ServerHandle;
import io.infermark.server.ServerLauncher;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.readiness.ReadinessWait;
import io.infermark.server.readiness.ServerVersions;
import io.infermark.server.readiness.SideRequests;
import io.infermark.server.secret.SecretMissingException;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Starts a plan's command as a process of this host.
 *
 * <p>A port that the plan leaves open is chosen on the loopback interface. Somebody else may take it before the server does; a server that dies with "port taken" is
 * therefore started again with another port, twice at most.
 */
public final class ProcessServer implements ServerLauncher {
    private static final int PORT_ATTEMPTS = 3;

    private final StartSite site;
    private final SecretReader secrets;
    private final Duration progressEvery;

    public ProcessServer(StartSite site) {
        this(site, SecretReader.ofProcess(), Duration.ofSeconds(30));
    }

    /** @param progressEvery how often the listener is told */
    public ProcessServer(StartSite site, SecretReader secrets, Duration progressEvery) {
        this.site = site;
        this.secrets = secrets;
        this.progressEvery = progressEvery;
    }

    @Override
    public ServerHandle start(StartPlan plan, StartListener progress) throws ServerStartException {
        if (plan.port() != 0) {
            if (!FreePort.free(plan.port())) {
                throw ServerStartException.preflight(
                        "PortTaken",
                        "port " + plan.port() + " of this host is in use, so " + plan.engine()
                                + " cannot listen there. End what listens (ss -ltnp), or state no port.",
                        null);
            }
            return startOnce(plan, plan.port(), progress);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(plan, choosePort(), progress);
            } catch (ServerStartException failed) {
                boolean race = failed.diagnosis().isPresent()
                        && failed.diagnosis().get().code().equals("PortTaken");
                if (!race || attempt == PORT_ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    private ServerHandle startOnce(StartPlan plan, int port, StartListener progress) throws ServerStartException {
        SideRequests http = SideRequests.ofStart(plan, secrets);
        ReadinessWait.Launched launched = ReadinessWait.Launched.now();
        RunningProcess process = launch(plan, port);
        try {
            URI base = URI.create("http://" + reachable(plan.host()) + ":" + port);
            ReadinessWait.Ready ready = new ReadinessWait(
                            plan,
                            new ReadinessWait.Watched(base, process.tail(), process.death(), true),
                            http,
                            progress,
                            progressEvery,
                            launched)
                    .await();
            Map<String, String> versions = ServerVersions.read(plan, base, http);
            return new ProcessHandleOfServer(plan, base, ready, versions, process);
        } catch (ServerStartException | RuntimeException failed) {
            process.stop(plan.gracefulStop().grace());
            throw failed;
        }
    }

    private RunningProcess launch(StartPlan plan, int port) throws ServerStartException {
        try {
            return RunningProcess.launch(plan, port, site, secrets);
        } catch (SecretMissingException missing) {
            throw ServerStartException.preflight("SecretMissing", missing.getMessage(), missing);
        } catch (IOException failed) {
            throw ServerStartException.preflight(
                    "LaunchFailed",
                    plan.engine() + " could not be launched as \""
                            + plan.command().get(0) + " …\": " + failed.getMessage() + ".",
                    failed);
        }
    }

    private static int choosePort() throws ServerStartException {
        try {
            return FreePort.choose();
        } catch (IOException none) {
            throw ServerStartException.preflight(
                    "NoFreePort", "no port of the loopback interface could be taken: " + none.getMessage(), none);
        }
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }
}
