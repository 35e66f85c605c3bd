package io.infermark.server.container;

import io.infermark.platform.JvmIdentity;
import java.util.Map;

/** Labels by which a container of ours, and the harness that started it, are known. */
final class ContainerLabels {
    static final String RUN = "io.infermark.run";
    static final String OWNER = "io.infermark.owner";
    static final String HOST = "io.infermark.host";

    private ContainerLabels() {}

    static Map<String, String> of(String runId) {
        return Map.of(RUN, runId, OWNER, JvmIdentity.current(), HOST, JvmIdentity.host());
    }

    /** Whether the harness that started a container is gone. A harness of another host cannot be seen from here and counts as alive. */
    static boolean orphan(Map<String, String> labels) {
        String owner = labels.get(OWNER);
        return owner != null && JvmIdentity.host().equals(labels.get(HOST)) && !JvmIdentity.alive(owner);
    }
}
