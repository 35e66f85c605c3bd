package io.infermark.sim;

/** One sequence in the step model: what it needs, how far it is, which KV blocks it holds. Written by the model only. */
final class Sequence {
    final long seed;
    final int promptTokens;
    final int outputTokens;
    final long[] prefixHashes;
    final long arrivalNanos;
    final Object owner;

    long admittedNanos;
    int computed;
    int generated;
    int cachedTokens;
    int cachedBlocks;
    int ownBlocks;
    boolean registering = true;
    boolean queried;
    boolean removed;
    int scheduled;
    int drafted;

    /**
     * @param prefixHashes chained hashes of the prompt's full blocks; empty without a prefix cache
     * @param outputTokens tokens that it will generate, at least 1
     * @param owner what the sink of tokens finds again
     */
    Sequence(long seed, int promptTokens, int outputTokens, long[] prefixHashes, long arrivalNanos, Object owner) {
        this.seed = seed;
        this.promptTokens = promptTokens;
        this.outputTokens = outputTokens;
        this.prefixHashes = prefixHashes;
        this.arrivalNanos = arrivalNanos;
        this.owner = owner;
    }

    /** Tokens whose KV is missing: all of the prompt at first, one while decoding. */
    int missing() {
        return promptTokens + generated - computed;
    }

    boolean decoding() {
        return generated > 0 && missing() == 1;
    }

    boolean finished() {
        return generated == outputTokens;
    }

    /** Chained hashes of the full blocks of a prompt. */
    static long[] hashes(int[] prompt, int blockSize) {
        long[] hashes = new long[prompt.length / blockSize];
        long chain = 0;
        for (int block = 0; block < hashes.length; block++) {
            for (int i = block * blockSize; i < (block + 1) * blockSize; i++) {
                chain = Mixer.mix(chain, prompt[i]);
            }
            hashes[block] = chain;
        }
        return hashes;
    }
}
