package io.infermark.config;

/**
 * What a document may cost. A file beyond a limit is refused with one located message, before it is built.
 *
 * @param bytes size of the file
 * @param nodes scalars, sequences and mappings in the text
 * @param expandedNodes the same after every alias is replaced by what it stands for
 * @param depth nesting of sequences and mappings
 * @param findings reported oddities; further ones are dropped
 */
public record YamlLimits(int bytes, int nodes, long expandedNodes, int depth, int findings) {

    /**
     * 16 MiB, half a million nodes, 64 levels. The largest master file in the field has 0.5 MB, 30,000 nodes and 9 levels.
     */
    public static final YamlLimits DEFAULT = new YamlLimits(16 << 20, 500_000, 1_000_000, 64, 1_000);

    /** The same limits for a file of another size. */
    public YamlLimits withBytes(int other) {
        return new YamlLimits(other, nodes, expandedNodes, depth, findings);
    }
}
