package io.infermark.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.infermark.server.ServerStartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Containers whose harness is gone, running or not. */
public final class OrphanContainers {
    private OrphanContainers() {}

    /**
     * A container of a dead run.
     *
     * @param runId the run that it belongs to
     */
    public record Orphan(String id, String runId, String image, boolean running) {}

    /**
     * All orphans that this host's harnesses left.
     *
     * @throws ServerStartException {@code [DockerUnreachable]} if no engine of containers answers
     */
    public static List<Orphan> find() throws ServerStartException {
        NoHelperContainers.ensure();
        return find(ContainerEngine.connect());
    }

    /**
     * Removes all orphans, killing those that run.
     *
     * @return those that were there
     * @throws ServerStartException {@code [DockerUnreachable]} if no engine of containers answers
     */
    public static List<Orphan> reap() throws ServerStartException {
        NoHelperContainers.ensure();
        DockerClient docker = ContainerEngine.connect();
        List<Orphan> orphans = find(docker);
        for (Orphan orphan : orphans) {
            try {
                docker.removeContainerCmd(orphan.id())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException goneMeanwhile) {
                // Another harness was faster.
            }
        }
        return orphans;
    }

    private static List<Orphan> find(DockerClient docker) {
        List<Orphan> orphans = new ArrayList<>();
        for (Container container : docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(ContainerLabels.OWNER))
                .exec()) {
            Map<String, String> labels = container.getLabels();
            if (ContainerLabels.orphan(labels)) {
                orphans.add(new Orphan(
                        container.getId(),
                        labels.getOrDefault(ContainerLabels.RUN, "unknown"),
                        container.getImage(),
                        "running".equals(container.getState())));
            }
        }
        return orphans;
    }
}
