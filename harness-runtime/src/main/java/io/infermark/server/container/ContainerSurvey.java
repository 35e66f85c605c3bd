package io.infermark.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import io.infermark.platform.HostView;
import io.infermark.server.ServerStartException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the engine of containers says of itself.
 *
 * @param problem why it does not answer; empty: it does
 * @param version its name and version
 * @param podman whether it is Podman's Docker API
 * @param runtimes names of its runtimes
 * @param absentImages those asked for that are not there
 */
public record ContainerSurvey(
        String problem, String version, boolean podman, List<String> runtimes, List<String> absentImages) {
    private static final List<Path> SOCKETS =
            List.of(Path.of("/var/run/docker.sock"), Path.of("/run/podman/podman.sock"));

    public ContainerSurvey {
        runtimes = List.copyOf(runtimes);
        absentImages = List.copyOf(absentImages);
    }

    /** Whether a host looks like having one; asking where none is costs seconds. */
    public static boolean expected(HostView host) {
        return host.environment("DOCKER_HOST").isPresent()
                || SOCKETS.stream().anyMatch(host::exists)
                || host.executable("docker").isPresent()
                || host.executable("podman").isPresent();
    }

    /** Whether it answers. */
    public boolean reachable() {
        return problem.isEmpty();
    }

    /**
     * Asks it; nothing is started or pulled.
     *
     * @param images names that are looked for
     */
    public static ContainerSurvey ask(Collection<String> images) {
        try {
            NoHelperContainers.ensure();
            DockerClient docker = ContainerEngine.connect();
            boolean podman = ContainerEngine.isPodman(docker);
            Info info = docker.infoCmd().exec();
            Map<String, ?> runtimes = info.getRuntimes() == null ? Map.of() : info.getRuntimes();
            return new ContainerSurvey(
                    "",
                    (podman ? "Podman " : "Docker ") + info.getServerVersion(),
                    podman,
                    runtimes.keySet().stream().sorted().toList(),
                    absent(docker, images));
        } catch (ServerStartException unreachable) {
            return new ContainerSurvey(
                    String.valueOf(unreachable.getMessage()), "", false, List.of(), List.copyOf(images));
        } catch (DockerException | IllegalStateException failed) {
            return new ContainerSurvey(
                    "the container engine answers with an error: " + failed.getMessage(),
                    "",
                    false,
                    List.of(),
                    List.copyOf(images));
        }
    }

    private static List<String> absent(DockerClient docker, Collection<String> images) {
        List<String> absent = new ArrayList<>();
        for (String image : images) {
            try {
                docker.inspectImageCmd(image).exec();
            } catch (NotFoundException notThere) {
                absent.add(image);
            }
        }
        return absent;
    }
}
