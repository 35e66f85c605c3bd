package io.infermark.sim;

import org.jspecify.annotations.Nullable;

/** What the next event says; one reused instance a server, filled by the exchange and read by the format. */
final class Chunk {
    /** The text of the event's tokens, as JSON string content; on chat without that of {@link #reasoning}. */
    final ByteSink text = new ByteSink(4096);
    /** The text of the tokens that are reasoning. */
    final ByteSink reasoning = new ByteSink(1024);

    private @Nullable Generation generation;
    int firstToken;
    int tokens;
    /** Set on the event that ends its choice. */
    @Nullable
    String finishReason;
    /** Whether the choice's usage goes into this event. */
    boolean withUsage;
    /** How many of the tokens, from the first, are reasoning instead of content. */
    int reasoningTokens;

    void reset(Generation of, int first, int count) {
        generation = of;
        firstToken = first;
        tokens = count;
        finishReason = null;
        withUsage = false;
        reasoningTokens = 0;
        text.clear();
        reasoning.clear();
    }

    boolean hasText() {
        return text.size() > 0 || reasoning.size() > 0;
    }

    Generation generation() {
        if (generation == null) {
            throw new IllegalStateException("chunk read before it was filled");
        }
        return generation;
    }
}
