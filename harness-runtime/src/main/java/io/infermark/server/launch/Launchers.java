package io.infermark.server.launch;

import io.infermark.api.Launch;
import io.infermark.server.ServerLauncher;
import io.infermark.server.StartSite;
import io.infermark.server.container.ContainerServer;
import io.infermark.server.external.ExternalServer;
import io.infermark.server.process.ProcessServer;
import io.infermark.server.secret.SecretReader;
import java.time.Duration;

/**
 * Picks the launcher of a kind.
 *
 * @param secrets where secrets are read
 * @param progressEvery how often a start says how far it is
 * @param pull whether absent images are fetched
 */
public record Launchers(SecretReader secrets, Duration progressEvery, boolean pull) {
    /** This process's environment, a line every 30 s, no pulling. */
    public static Launchers standard() {
        return new Launchers(SecretReader.ofProcess(), Duration.ofSeconds(30), false);
    }

    /** The launcher that starts plans of a kind at a site. */
    public ServerLauncher of(Launch launch, StartSite site) {
        return switch (launch) {
            case PROCESS -> new ProcessServer(site, secrets, progressEvery);
            case CONTAINER -> new ContainerServer(site, secrets, progressEvery, pull);
            case EXTERNAL -> new ExternalServer(site, secrets, progressEvery);
            case AUTO ->
                throw new IllegalArgumentException(
                        "[LaunchUnresolved] a plan states how it is launched; AUTO belongs to the annotation only.");
        };
    }
}
