package io.infermark.model;

import io.infermark.api.ConfigDialect;
import java.util.List;

/**
 * What a declaration says as an entry of a master configuration, beyond what the harness runs itself; the members mean what {@link io.infermark.api.MasterEntry} says.
 *
 * @param multiNode rows of fixed lengths that workers serve
 * @param agenticWorkloads replayed sessions
 * @param agentic rows of those
 */
public record MasterSpec(
        String key,
        int order,
        ConfigDialect dialect,
        String framework,
        String precision,
        boolean disaggregated,
        ComponentSpec router,
        String kvTransfer,
        List<ClusterRow> multiNode,
        List<AgenticWorkloadSpec> agenticWorkloads,
        List<ClusterRow> agentic) {
    /** Nothing of the kind. */
    public static final MasterSpec NONE = new MasterSpec(
            "", 0, ConfigDialect.NATIVE, "", "", false, ComponentSpec.NONE, "", List.of(), List.of(), List.of());

    public MasterSpec {
        multiNode = List.copyOf(multiNode);
        agenticWorkloads = List.copyOf(agenticWorkloads);
        agentic = List.copyOf(agentic);
    }

    /** Whether there are rows that only a cluster's launcher can start. */
    public boolean hasClusterRows() {
        return !multiNode.isEmpty() || !agentic.isEmpty();
    }
}
