package io.infermark.config.master;

import io.infermark.config.master.Runners.NodeHardware;
import io.infermark.validation.NodeSizes;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** GPUs of a node by its label, from the runner file's facts, else from the accelerator that the label names. */
public final class SiteNodes implements NodeSizes {

    private final Runners runners;
    private @Nullable HardwareFacts facts;

    /** Nodes of a site. */
    public SiteNodes(Runners runners) {
        this.runners = runners;
    }

    /** GPUs of a node and where that is written. */
    public record Node(int gpus, String source) {}

    /** The node of a label; empty if nobody knows it. */
    public Optional<Node> node(String label) {
        NodeHardware hardware = runners.hardwareOf(label);
        if (hardware != null) {
            return Optional.of(
                    new Node(hardware.gpusPerNode(), hardware.position().toString()));
        }
        HardwareFacts known = facts;
        if (known == null) {
            // Read on first use: most runner files say it themselves.
            known = HardwareFacts.bundled();
            facts = known;
        }
        HardwareFacts.Accelerator accelerator = known.ofLabel(label);
        return accelerator == null
                ? Optional.empty()
                : Optional.of(new Node(accelerator.gpusPerNode(), "hardware.yaml"));
    }

    @Override
    public OptionalInt of(String label) {
        return node(label).map(node -> OptionalInt.of(node.gpus())).orElse(OptionalInt.empty());
    }
}
