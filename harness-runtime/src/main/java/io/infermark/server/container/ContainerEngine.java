package io.infermark.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Version;
import io.infermark.server.ServerStartException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine of containers of this host. */
final class ContainerEngine {
    private ContainerEngine() {}

    /** Connects; an engine of another host is refused, since it cannot publish on this host's loopback interface. */
    static DockerClient connect() throws ServerStartException {
        String address = System.getenv("DOCKER_HOST");
        if (address != null
                && address.startsWith("tcp:")
                && !isLoopback(URI.create(address).getHost())) {
            throw ServerStartException.preflight(
                    "DockerRemote",
                    "DOCKER_HOST is " + address
                            + ", another host: its containers' ports are not reachable here, and the"
                            + " network would be part of every number. Run the harness on that host, or use -server URL.",
                    null);
        }
        try {
            return ContainerServer.client();
        } catch (IllegalStateException | DockerException unreachable) {
            throw ServerStartException.preflight(
                    "DockerUnreachable",
                    "no container engine answers (" + firstLine(unreachable.getMessage())
                            + "). Start it, set DOCKER_HOST, or use @Server(launch = Launch.PROCESS).",
                    unreachable);
        }
    }

    static boolean isPodman(DockerClient docker) {
        Version version = docker.versionCmd().exec();
        return version.getComponents() != null
                && version.getComponents().stream()
                        .anyMatch(
                                component -> String.valueOf(component.getName()).contains("Podman"));
    }

    /** {@code image}, {@code imageId} and, for an image that came from a registry, {@code imageDigest}. */
    static Map<String, String> image(EngineContainer container) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("image", container.getDockerImageName());
        InspectImageResponse image = container
                .getDockerClient()
                .inspectImageCmd(container.getDockerImageName())
                .exec();
        if (image.getId() != null) {
            facts.put("imageId", image.getId());
        }
        List<String> digests = image.getRepoDigests();
        if (digests != null && !digests.isEmpty()) {
            facts.put("imageDigest", digests.get(0));
        }
        return facts;
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && (host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]"));
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "no message" : text.lines().findFirst().orElse("no message");
    }
}
