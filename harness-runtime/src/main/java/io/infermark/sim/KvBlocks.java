package io.infermark.sim;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The KV cache as counted blocks. A block is free, owned by one sequence, or cached: known by the hash of the prefix it
 * completes, shared by the sequences that refer to it, and evicted in least-recently-used order once none does.
 */
final class KvBlocks {
    private final int capacity;
    private final int blockSize;
    private final Map<Long, int[]> referenced = new HashMap<>();
    private final LinkedHashMap<Long, Boolean> idle = new LinkedHashMap<>();
    private int free;

    KvBlocks(int capacity, int blockSize) {
        this.capacity = capacity;
        this.blockSize = blockSize;
        this.free = capacity;
    }

    int capacity() {
        return capacity;
    }

    /** Blocks that sequences hold. */
    int used() {
        return capacity - available();
    }

    /** Blocks to be had: free ones and cached ones that nobody refers to. */
    int available() {
        return free + idle.size();
    }

    int blocksFor(int tokens) {
        return (tokens + blockSize - 1) / blockSize;
    }

    /** Refers the sequence to all leading blocks of its prompt that are cached, but for its last token, which is always computed; returns their tokens. */
    int takePrefix(Sequence sequence) {
        int most = Math.min(sequence.prefixHashes.length, (sequence.missing() - 1) / blockSize);
        while (sequence.cachedBlocks < most) {
            Long hash = sequence.prefixHashes[sequence.cachedBlocks];
            int[] references = referenced.get(hash);
            if (references != null) {
                references[0]++;
            } else if (idle.remove(hash) != null) {
                referenced.put(hash, new int[] {1});
            } else {
                break;
            }
            sequence.cachedBlocks++;
        }
        return sequence.cachedBlocks * blockSize;
    }

    /** Gives the sequence room for so many tokens in all, or changes nothing and returns false. */
    boolean grow(Sequence sequence, int tokens) {
        int more = blocksFor(tokens) - sequence.cachedBlocks - sequence.ownBlocks;
        if (more <= 0) {
            return true;
        }
        if (more > available()) {
            return false;
        }
        while (free < more) {
            Iterator<Long> oldest = idle.keySet().iterator();
            oldest.next();
            oldest.remove();
            free++;
        }
        free -= more;
        sequence.ownBlocks += more;
        return true;
    }

    /** Makes full, computed prompt blocks of the sequence findable for others. */
    void register(Sequence sequence) {
        while (sequence.registering
                && sequence.cachedBlocks < sequence.prefixHashes.length
                && sequence.computed >= (sequence.cachedBlocks + 1) * blockSize) {
            Long hash = sequence.prefixHashes[sequence.cachedBlocks];
            if (referenced.containsKey(hash) || idle.containsKey(hash)) {
                // Another sequence computed the same block at the same time; this copy stays private.
                sequence.registering = false;
                return;
            }
            referenced.put(hash, new int[] {1});
            sequence.ownBlocks--;
            sequence.cachedBlocks++;
        }
    }

    /** Takes everything from the sequence; cached blocks stay findable until they are evicted. */
    void release(Sequence sequence) {
        for (int i = sequence.cachedBlocks - 1; i >= 0; i--) {
            Long hash = sequence.prefixHashes[i];
            int[] references = referenced.get(hash);
            if (references != null && --references[0] == 0) {
                referenced.remove(hash);
                idle.put(hash, Boolean.TRUE);
            }
        }
        free += sequence.ownBlocks;
        sequence.cachedBlocks = 0;
        sequence.ownBlocks = 0;
        sequence.registering = true;
    }
}
