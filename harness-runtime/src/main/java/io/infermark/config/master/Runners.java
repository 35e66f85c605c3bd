package io.infermark.config.master;

import io.infermark.config.SourcePosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A runner file: which machines stand behind a scheduling label, and what one node of them has.
 *
 * @param source the file as the user named it, for messages
 * @param labels machine names by label, in the order of the file
 * @param hardware facts by label; empty in FEB files
 */
public record Runners(String source, Map<String, List<String>> labels, Map<String, NodeHardware> hardware) {

    /** A file without labels. */
    public static final Runners NONE = new Runners("", Map.of(), Map.of());

    /**
     * What one node has.
     *
     * @param availableCpuDramMib CPU memory for KV offload, in MiB
     * @param gpusPerNode GPUs of one node
     */
    public record NodeHardware(long availableCpuDramMib, int gpusPerNode, SourcePosition position) {}

    /** Machines of a label; none when the label is unknown. */
    public List<String> nodes(String label) {
        return labels.getOrDefault(label, List.of());
    }

    /** Facts about a label's nodes, or null. */
    public @Nullable NodeHardware hardwareOf(String label) {
        return hardware.get(label);
    }
}
