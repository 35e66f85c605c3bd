package io.infermark.metric;

import io.infermark.record.FinishReason;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import io.infermark.record.Transport;
import org.jspecify.annotations.Nullable;

/** Builds records by hand; instants in milliseconds. */
public final class Requests {
    private static final long MILLI = 1_000_000;

    private int index;
    private boolean warmup;
    private int iteration;
    private double intended;
    private double sent;
    private double done = Double.NaN;
    private Outcome outcome = Outcome.OK;
    private @Nullable String detail;
    private int plannedInput = 128;
    private int plannedOutput = 32;
    private int usageInput = 128;
    private int usageOutput = -1;
    private int cached = -1;
    private TokenSource source = TokenSource.IDS;
    private double[] events = new double[0];
    private int[] tokens = new int[0];
    private byte[] flags = new byte[0];
    private double connect = Double.NaN;
    private String finishReason = "length";
    private int stoppedChoices = -1;

    private Requests() {}

    /** A request that was due and sent at that instant. */
    public static Requests at(double millis) {
        Requests request = new Requests();
        request.intended = millis;
        request.sent = millis;
        return request;
    }

    public Requests index(int value) {
        index = value;
        return this;
    }

    public Requests iteration(boolean warm, int value) {
        warmup = warm;
        iteration = value;
        return this;
    }

    public Requests sent(double millis) {
        sent = millis;
        return this;
    }

    /** It opened its connection, which took so long. */
    public Requests opened(double millis) {
        connect = millis;
        return this;
    }

    public Requests neverSent() {
        sent = Double.NaN;
        return this;
    }

    public Requests done(double millis) {
        done = millis;
        return this;
    }

    public Requests failed(Outcome as, String why) {
        outcome = as;
        detail = why;
        return this;
    }

    public Requests planned(int input, int output) {
        plannedInput = input;
        plannedOutput = output;
        return this;
    }

    public Requests usage(int input, int output) {
        usageInput = input;
        usageOutput = output;
        return this;
    }

    public Requests cached(int value) {
        cached = value;
        return this;
    }

    public Requests finished(String reason) {
        finishReason = reason;
        return this;
    }

    /** So many choices ended by themselves, whatever the last finish reason is; one or none by that if it is not said. */
    public Requests stopped(int choices) {
        stoppedChoices = choices;
        return this;
    }

    private int stopped() {
        return stoppedChoices >= 0 ? stoppedChoices : FinishReason.stopped(finishReason) ? 1 : 0;
    }

    public Requests source(TokenSource value) {
        source = value;
        return this;
    }

    /** Events at first, first + gap, …, of so many tokens each; the usage is their sum unless it was stated. */
    public Requests events(int count, double first, double gap, int tokensEach) {
        events = new double[count];
        tokens = new int[count];
        flags = new byte[count];
        for (int i = 0; i < count; i++) {
            events[i] = first + i * gap;
            tokens[i] = tokensEach;
            flags[i] = RequestRecord.VISIBLE;
        }
        if (usageOutput < 0) {
            usageOutput = count * tokensEach;
        }
        return this;
    }

    public Requests events(double[] millis, int[] each) {
        events = millis.clone();
        tokens = each.clone();
        flags = new byte[each.length];
        int sum = 0;
        for (int i = 0; i < each.length; i++) {
            flags[i] = RequestRecord.VISIBLE;
            sum += each[i];
        }
        usageOutput = sum;
        return this;
    }

    public Requests flag(int event, int value) {
        flags[event] = (byte) value;
        return this;
    }

    /** No source of tokens per event. */
    public Requests uncounted() {
        source = TokenSource.NONE;
        java.util.Arrays.fill(tokens, -1);
        return this;
    }

    public Requests noUsage() {
        usageInput = -1;
        usageOutput = -1;
        return this;
    }

    public RequestRecord build() {
        long[] nanos = new long[events.length];
        for (int i = 0; i < events.length; i++) {
            nanos[i] = nanos(events[i]);
        }
        double end = Double.isNaN(done) ? (events.length > 0 ? events[events.length - 1] : sent) : done;
        return new RequestRecord(
                index,
                warmup,
                iteration,
                "r-" + index,
                0,
                nanos(intended),
                Double.isNaN(sent) ? RequestRecord.UNSEEN : nanos(sent),
                Double.isNaN(connect) ? 0 : nanos(connect),
                Double.isNaN(connect),
                Transport.HTTP_1_1,
                events.length > 0 ? nanos[0] : RequestRecord.UNSEEN,
                Double.isNaN(end) ? nanos(intended) : nanos(end),
                outcome == Outcome.CONNECT ? 0 : 200,
                outcome,
                detail,
                outcome == Outcome.OK ? finishReason : null,
                outcome == Outcome.OK ? stopped() : 0,
                plannedInput,
                plannedOutput,
                usageInput,
                usageOutput,
                cached,
                source,
                nanos,
                tokens,
                flags);
    }

    static long nanos(double millis) {
        return Math.round(millis * MILLI);
    }

    /** The same request under another number, in another window, or later by some nanoseconds in all its instants. */
    public static RequestRecord copy(RequestRecord r, int index, boolean warmup, int iteration, long shift) {
        long[] events = r.eventNanos().clone();
        for (int i = 0; i < events.length; i++) {
            events[i] += shift;
        }
        return new RequestRecord(
                index,
                warmup,
                iteration,
                r.requestId(),
                r.url(),
                r.intendedNanos() + shift,
                r.sentNanos() + shift,
                r.connectNanos(),
                r.reusedConnection(),
                r.transport(),
                r.firstByteNanos() + shift,
                r.doneNanos() + shift,
                r.status(),
                r.outcome(),
                r.detail(),
                r.finishReason(),
                r.stoppedChoices(),
                r.plannedInputTokens(),
                r.plannedOutputTokens(),
                r.usageInputTokens(),
                r.usageOutputTokens(),
                r.cachedTokens(),
                r.tokenSource(),
                events,
                r.eventTokens(),
                r.eventFlags());
    }
}
