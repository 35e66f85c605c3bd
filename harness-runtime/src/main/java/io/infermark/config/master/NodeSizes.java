package io.infermark.config.master;

import io.infermark.config.master.Runners.NodeHardware;
import org.jspecify.annotations.Nullable;

/** GPUs of a node, from the runner file's facts, else from the accelerator that the label names. */
final class NodeSizes {

    private final Runners runners;
    private @Nullable HardwareFacts facts;

    NodeSizes(Runners runners) {
        this.runners = runners;
    }

    /** GPUs of a node and where that is written. */
    record Node(int gpus, String source) {}

    @Nullable
    Node of(String label) {
        NodeHardware hardware = runners.hardwareOf(label);
        if (hardware != null) {
            return new Node(hardware.gpusPerNode(), hardware.position().toString());
        }
        HardwareFacts known = facts;
        if (known == null) {
            // Read on first use: most runner files say it themselves.
            known = HardwareFacts.bundled();
            facts = known;
        }
        HardwareFacts.Accelerator accelerator = known.ofLabel(label);
        return accelerator == null ? null : new Node(accelerator.gpusPerNode(), "hardware.yaml");
    }
}
