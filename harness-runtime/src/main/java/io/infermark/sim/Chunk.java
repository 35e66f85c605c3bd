package io.infermark.sim;

import org.jspecify.annotations.Nullable;

/** What the next event says; one reused instance a server, filled by the exchange and read by the format. */
final class Chunk {
    /** The text of the event's tokens, as JSON string content. */
    final ByteSink text = new ByteSink(4096);

    private @Nullable Generation generation;
    int firstToken;
    int tokens;
    /** Set on the event that ends its choice. */
    @Nullable
    String finishReason;
    /** Whether the choice's usage goes into this event. */
    boolean withUsage;
    /** Whether the text is reasoning instead of content. */
    boolean reasoning;

    void reset(Generation of, int first, int count) {
        generation = of;
        firstToken = first;
        tokens = count;
        finishReason = null;
        withUsage = false;
        reasoning = false;
        text.clear();
    }

    Generation generation() {
        if (generation == null) {
            throw new IllegalStateException("chunk read before it was filled");
        }
        return generation;
    }
}
