package io.infermark.record;

import org.jspecify.annotations.Nullable;

/**
 * What was seen of one request. Instants are nanoseconds since the trial's epoch; {@link #UNSEEN} where the thing never happened.
 *
 * <p>An <em>event</em> here is a server-sent event that carries at least one token of any kind (answer, reasoning, tool call), whether or not it has visible
 * text. Role, usage, progress, comment and {@code data: null} events are none.
 *
 * @param index position in the window's schedule, from 0
 * @param warmup whether it belongs to a warm-up iteration
 * @param iteration which iteration of the trial, from 0, warm-up iterations counted apart
 * @param requestId the {@code X-Request-Id} that it carried
 * @param url which of the endpoint's URLs took it, from 0
 * @param intendedNanos when it was due: by the schedule in an open loop; when its stream became free in a closed one
 * @param sentNanos right before the flush that put its last byte into the socket
 * @param connectNanos time spent opening a connection for it; 0 on a reused one
 * @param reusedConnection whether the connection had been open before
 * @param transport what carried it
 * @param firstByteNanos the read that brought the answer's first byte
 * @param doneNanos the read that brought {@code [DONE]} or the end of the answer; the instant of failure for a failed one
 * @param status HTTP status; 0 if no answer came
 * @param outcome how it ended
 * @param detail what the failure said, shortened; null for {@link Outcome#OK}
 * @param finishReason as the server said it, of several choices the last one; null if it said none
 * @param stoppedChoices choices that ended by themselves ({@link FinishReason#stopped})
 * @param plannedInputTokens ISL asked for
 * @param plannedOutputTokens OSL asked for
 * @param usageInputTokens the server's count of the prompt; -1 if it sent none
 * @param usageOutputTokens the server's count of the output; -1 if it sent none
 * @param cachedTokens prompt tokens that the server took from its cache; -1 if it did not say
 * @param tokenSource how {@code eventTokens} were counted
 * @param eventNanos the socket read that completed each token event, ascending
 * @param eventTokens tokens in each event; -1 each where they could not be counted; 0 for an event without a token, which is recorded in {@code -compat} runs only
 * @param eventFlags for each event a sum of {@link #VISIBLE}, {@link #REASONING} and {@link #TOOL}; for one without a token of {@link #TOTALS} and {@link #USAGE}
 *
 * <p>The arrays are not copied and records are never compared: a window has millions of events.
 */
@SuppressWarnings("ArrayRecordComponent")
public record RequestRecord(
        int index,
        boolean warmup,
        int iteration,
        String requestId,
        int url,
        long intendedNanos,
        long sentNanos,
        long connectNanos,
        boolean reusedConnection,
        Transport transport,
        long firstByteNanos,
        long doneNanos,
        int status,
        Outcome outcome,
        @Nullable String detail,
        @Nullable String finishReason,
        int stoppedChoices,
        int plannedInputTokens,
        int plannedOutputTokens,
        int usageInputTokens,
        int usageOutputTokens,
        int cachedTokens,
        TokenSource tokenSource,
        long[] eventNanos,
        int[] eventTokens,
        byte[] eventFlags) {

    /** An instant that never came. */
    public static final long UNSEEN = Long.MIN_VALUE;

    /** The event has text that a user sees. */
    public static final int VISIBLE = 1;

    /** The event is reasoning, not answer. */
    public static final int REASONING = 2;

    /** The event is part of a tool call. */
    public static final int TOOL = 4;

    /** Of an event without a token, which only a run in the way of another client records: it has no choices. */
    public static final int TOTALS = 1;

    /** Of an event without a token: it has usage. */
    public static final int USAGE = 2;

    /** The same without events that carry no token; this one if there are none. */
    public RequestRecord tokenEventsOnly() {
        int silent = 0;
        for (int tokens : eventTokens) {
            silent += tokens == 0 ? 1 : 0;
        }
        if (silent == 0) {
            return this;
        }
        int kept = eventTokens.length - silent;
        long[] nanos = new long[kept];
        int[] tokens = new int[kept];
        byte[] flags = new byte[kept];
        int to = 0;
        for (int i = 0; i < eventTokens.length; i++) {
            if (eventTokens[i] != 0) {
                nanos[to] = eventNanos[i];
                tokens[to] = eventTokens[i];
                flags[to++] = eventFlags[i];
            }
        }
        return new RequestRecord(
                index,
                warmup,
                iteration,
                requestId,
                url,
                intendedNanos,
                sentNanos,
                connectNanos,
                reusedConnection,
                transport,
                firstByteNanos,
                doneNanos,
                status,
                outcome,
                detail,
                finishReason,
                stoppedChoices,
                plannedInputTokens,
                plannedOutputTokens,
                usageInputTokens,
                usageOutputTokens,
                cachedTokens,
                tokenSource,
                nanos,
                tokens,
                flags);
    }

    /** Whether it is complete. */
    public boolean ok() {
        return outcome == Outcome.OK;
    }
}
