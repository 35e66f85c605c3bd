package io.infermark.doctor;

import io.infermark.platform.HostView;
import io.infermark.server.container.ContainerSurvey;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Asks the engine of containers, if this host looks like having one. */
@FunctionalInterface
interface ContainerSurveys {
    /** Where engines listen by default. */
    List<Path> SOCKETS = List.of(Path.of("/var/run/docker.sock"), Path.of("/run/podman/podman.sock"));

    ContainerSurvey of(Collection<String> images);

    /** Whether an engine is to be expected; asking where none is costs seconds. */
    default boolean expected(HostView host) {
        return host.environment("DOCKER_HOST").isPresent()
                || SOCKETS.stream().anyMatch(host::exists)
                || host.executable("docker").isPresent()
                || host.executable("podman").isPresent();
    }
}
