package io.infermark.model;

import io.infermark.api.Precision;
import io.infermark.api.Vendor;
import java.util.List;

/**
 * Where it is served: the facts of an {@link io.infermark.api.Accelerator} and how many nodes of it.
 *
 * @param memoryGib of one GPU; 0: not limited
 * @param label the site's name for such machines, never empty
 */
public record HardwareSpec(
        String name,
        Vendor vendor,
        int gpusPerNode,
        double memoryGib,
        List<Precision> precisions,
        int nodes,
        String label) {
    public HardwareSpec {
        precisions = List.copyOf(precisions);
    }

    /** GPUs that one server may use. */
    public int gpus() {
        return gpusPerNode * nodes;
    }
}
