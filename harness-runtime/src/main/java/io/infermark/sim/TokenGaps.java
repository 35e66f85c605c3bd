package io.infermark.sim;

/**
 * When the tokens of one choice are due whose gaps differ. A sum over gaps, each of which follows from the seed alone, so
 * it does not depend on when it is asked; it remembers how far it came, so that a stream adds each gap once.
 */
final class TokenGaps {
    private final FixedTiming timing;
    private final long seed;
    private final int running;
    private int token;
    private long offsetNanos;

    TokenGaps(FixedTiming timing, long seed, int running) {
        this.timing = timing;
        this.seed = seed;
        this.running = running;
    }

    /** Time from the first token to the token of an index. */
    long offsetNanos(int index) {
        if (index < token) {
            token = 0;
            offsetNanos = 0;
        }
        while (token < index) {
            token++;
            offsetNanos += timing.gapNanos(seed, token, running);
        }
        return offsetNanos;
    }
}
