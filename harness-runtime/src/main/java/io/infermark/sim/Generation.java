package io.infermark.sim;

import org.jspecify.annotations.Nullable;

/** One choice of an exchange: its planned output, how much of it was made and sent, and its text so far. */
final class Generation implements Pacer.Paced {
    final Exchange exchange;
    final int index;
    final int promptTokens;
    final OutputPlan plan;

    @Nullable
    Sequence sequence;

    /** Tokens that are due but not yet in an event. */
    int pending;
    /** Tokens in events. */
    int sent;
    /** Tokens in events whose text was held back. */
    int held;

    /** Whether the tool call's id and name were sent. */
    boolean toolNamed;

    int events;
    int textBytes;
    long firstTokenNanos;
    long lastTokenNanos;

    private final long firstDueNanos;
    private final long itlNanos;
    private final long order;
    private final @Nullable TokenGaps gaps;
    private final byte[] partial = new byte[4];
    private int partialSize;
    private int partialNeeds;
    private long shiftNanos;

    /**
     * @param timingSeed seed of the request's times
     * @param running choices that run already
     */
    Generation(Exchange exchange, int index, int promptTokens, OutputPlan plan, long timingSeed, int running) {
        this.exchange = exchange;
        FixedTiming timing = exchange.shape.fixed();
        firstDueNanos = exchange.arrivalNanos + timing.firstNanos(timingSeed, promptTokens, running);
        itlNanos = timing.gapNanos(running);
        gaps = timing.unevenGaps() ? new TokenGaps(timing, Mixer.mix(timingSeed, index), running) : null;
        order = exchange.order() + index;
        this.index = index;
        this.promptTokens = promptTokens;
        this.plan = plan;
    }

    @Override
    public long order() {
        return order;
    }

    boolean finished() {
        return sent == plan.length();
    }

    int packSize() {
        return exchange.shape.pack().at(plan.seed(), events);
    }

    /** Fixed timing: delays everything that is not yet sent. */
    void shift(long nanos) {
        shiftNanos += nanos;
    }

    /** Fixed timing: when the token of this index is due. */
    long dueNanos(int token) {
        long offset = gaps == null ? token * itlNanos : gaps.offsetNanos(token);
        return firstDueNanos + offset + shiftNanos;
    }

    /** Fixed timing: tokens of the next event; an event is due when its last token is. */
    int nextPack() {
        int left = plan.length() - sent;
        return exchange.streaming() ? Math.min(left, packSize()) : left;
    }

    long nextDueNanos() {
        return dueNanos(sent + nextPack() - 1);
    }

    @Override
    public void due(long dueNanos) {
        if (exchange.ended()) {
            return;
        }
        long current = nextDueNanos();
        if (current > dueNanos) {
            // A stall moved the schedule after this entry was made.
            exchange.pace(current, this);
            return;
        }
        pending = nextPack();
        exchange.emit(this, dueNanos);
        if (!finished() && !exchange.ended()) {
            exchange.pace(nextDueNanos(), this);
        }
    }

    /** Appends one token's text as JSON string content, holding back incomplete characters. */
    void appendText(int id, SimTokenizer tokenizer, ByteSink raw, ByteSink text) {
        raw.clear();
        tokenizer.append(id, raw);
        for (int i = 0; i < raw.size(); i++) {
            int b = raw.array()[i] & 0xff;
            if (textBytes >= plan.visibleBytes()) {
                return;
            }
            textBytes++;
            if (b < 0x80) {
                text.jsonByte(b);
                continue;
            }
            if (partialSize == 0) {
                partialNeeds = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
            }
            partial[partialSize++] = (byte) b;
            if (partialSize == partialNeeds) {
                for (int j = 0; j < partialSize; j++) {
                    text.put(partial[j]);
                }
                partialSize = 0;
            }
        }
    }
}
