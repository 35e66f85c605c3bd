package io.infermark.sse;

import static io.infermark.sse.JsonCursor.ascii;

import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import org.jspecify.annotations.Nullable;

/** Takes the events and odd fields of one stream, gives token events to the sink, and judges the end. */
final class EventClassifier {
    private static final byte[] DONE = ascii("[DONE]");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] ID = ascii("id");
    private static final byte[] RETRY = ascii("retry");
    private static final int KEPT_OF_ERROR = 4096;
    private static final int KEPT_OF_SAMPLE = 512;
    private static final int KEPT_OF_REASON = 64;

    private final ChunkReader reader = new ChunkReader();
    private final Chunk chunk = new Chunk();
    private final TokenTally tally = new TokenTally();

    /** First bytes of the failure that {@link #failure} names, or of a body that is no event stream. */
    private final ByteBuilder failureText = new ByteBuilder(0, KEPT_OF_ERROR);

    private final ByteBuilder sample = new ByteBuilder(0, KEPT_OF_SAMPLE);
    private final ByteBuilder reason = new ByteBuilder(KEPT_OF_REASON, KEPT_OF_REASON);
    private final ByteBuilder lastComment = new ByteBuilder(0, KEPT_OF_SAMPLE);

    private enum Failure {
        NONE,
        ERROR,
        BAD_EVENT,
        TOO_LARGE
    }

    private Failure failure = Failure.NONE;
    private String failureReason = "";
    private int failureEvent;
    private int cap;

    private boolean closed;
    private boolean errorEvent;
    private boolean namedEvent;
    private boolean isStream;
    private boolean done;
    private long doneNanos;
    private long firstChunkNanos;
    private long firstVisibleNanos;
    private int events;
    private int tokenEvents;
    private int comments;

    private boolean hasTimings;
    private int promptTokens;
    private int predictedTokens;
    private double promptMillis;
    private double predictedMillis;

    void reset() {
        tally.reset();
        failureText.trim();
        sample.trim();
        reason.trim();
        lastComment.trim();
        failure = Failure.NONE;
        failureReason = "";
        closed = false;
        errorEvent = false;
        namedEvent = false;
        isStream = false;
        done = false;
        doneNanos = RequestRecord.UNSEEN;
        firstChunkNanos = RequestRecord.UNSEEN;
        firstVisibleNanos = RequestRecord.UNSEEN;
        events = 0;
        tokenEvents = 0;
        comments = 0;
        hasTimings = false;
    }

    /** Whether the rest of the stream is of no interest: it said {@code [DONE]}, or it is too large to follow. */
    boolean isClosed() {
        return closed;
    }

    void event(byte[] data, int from, int to, long readNanos, EventSink sink) {
        classify(data, from, to, readNanos, sink, true);
        errorEvent = false;
        namedEvent = false;
    }

    /** An event that the end of the body closed; if {@code whole} is false it may be a part of one, which is then dropped without a failure. */
    void lastEvent(byte[] data, int from, int to, long readNanos, @Nullable EventSink sink, boolean whole) {
        if (sink != null) {
            classify(data, from, to, readNanos, sink, whole);
        }
    }

    /** A blank line after no data: usually nothing, but Dynamo reports errors so, with the message in a comment. */
    void eventWithoutData() {
        if (errorEvent) {
            fail(Failure.ERROR, "", lastComment.array(), 0, lastComment.length());
        }
        errorEvent = false;
        namedEvent = false;
    }

    /** A line that is not data. */
    void field(byte[] line, int from, int to) {
        int colon = from;
        while (colon < to && line[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && line[value] == ' ') {
            value++;
        }
        if (colon == from) {
            isStream = true;
            comments++;
            if (errorEvent) {
                lastComment.clear();
                lastComment.appendSome(line, value, to);
            }
        } else if (equal(line, from, colon, EVENT)) {
            isStream = true;
            errorEvent = equal(line, value, to, ERROR);
            namedEvent = !errorEvent && value < to && !equal(line, value, to, MESSAGE);
        } else if (equal(line, from, colon, ERROR) && colon < to) {
            isStream = true;
            fail(Failure.ERROR, "", line, value, to);
        } else if (equal(line, from, colon, ID) || equal(line, from, colon, RETRY)) {
            isStream |= colon < to;
        } else if (sample.length() == 0) {
            sample.appendSome(line, from, to);
        }
    }

    void tooLarge(int maxEventBytes) {
        fail(Failure.TOO_LARGE, "", sample.array(), 0, 0);
        cap = maxEventBytes;
        closed = true;
    }

    private void classify(byte[] data, int start, int end, long readNanos, EventSink sink, boolean whole) {
        int from = start;
        int to = end;
        while (from < to && isSpace(data[from])) {
            from++;
        }
        while (from < to && isSpace(data[to - 1])) {
            to--;
        }
        isStream = true;
        events++;
        if (equal(data, from, to, DONE)) {
            done = true;
            doneNanos = readNanos;
            closed = true;
            return;
        }
        if (errorEvent) {
            fail(Failure.ERROR, "", data, from, to);
            return;
        }
        if (from == to || (namedEvent && data[from] != '{')) {
            return;
        }
        try {
            reader.read(data, from, to, chunk);
            tally.add(chunk);
        } catch (JsonSyntaxException e) {
            if (!whole) {
                events--;
            } else if (!namedEvent && failure == Failure.NONE) {
                fail(Failure.BAD_EVENT, e.getMessage() + " at byte " + Math.max(0, e.position - from), data, from, to);
            }
            return;
        }
        take(data, from, to, readNanos, sink);
    }

    private void take(byte[] data, int from, int to, long readNanos, EventSink sink) {
        if (chunk.isError) {
            fail(Failure.ERROR, "", data, from, to);
        }
        if (chunk.isNull) {
            tally.markArrayPrompt();
        }
        if (chunk.choices > 0 && firstChunkNanos == RequestRecord.UNSEEN) {
            firstChunkNanos = readNanos;
        }
        if ((tally.eventFlags & RequestRecord.VISIBLE) != 0 && firstVisibleNanos == RequestRecord.UNSEEN) {
            firstVisibleNanos = readNanos;
        }
        for (int c = 0; c < chunk.choices; c++) {
            if (chunk.finish[c] != Chunk.RUNNING) {
                reason.clear();
                reason.appendSome(data, chunk.finishFrom[c], chunk.finishTo[c]);
            }
        }
        if (chunk.hasTimings) {
            hasTimings = true;
            promptTokens = chunk.promptTokens;
            predictedTokens = chunk.predictedTokens;
            promptMillis = chunk.promptMillis;
            predictedMillis = chunk.predictedMillis;
        }
        if (tally.eventTokens != 0) {
            tokenEvents++;
            sink.tokenEvent(readNanos, tally.eventTokens, tally.eventFlags);
        }
    }

    /** The first failure stands, but an error that the server states goes before a bad event. */
    private void fail(Failure kind, String why, byte[] bytes, int from, int to) {
        if (failure == Failure.NONE || (failure == Failure.BAD_EVENT && kind == Failure.ERROR)) {
            failure = kind;
            failureReason = why;
            failureEvent = events;
            failureText.clear();
            failureText.appendSome(bytes, from, to);
        }
    }

    StreamVerdict verdict(boolean orderlyEnd, long receivedBytes) {
        switch (failure) {
            case TOO_LARGE -> {
                return malformed("[EventTooLarge] a line or event is longer than " + cap + " bytes; after " + seen());
            }
            case ERROR -> {
                String message = ErrorBody.message(failureText.array(), 0, failureText.length());
                return new StreamVerdict(
                        Outcome.STREAM_ERROR,
                        "[StreamError] "
                                + (message.isEmpty() ? "the server reported an error without a message" : message));
            }
            case BAD_EVENT -> {
                String text = StreamScanner.text(failureText.array(), 0, Math.min(80, failureText.length()));
                return malformed("[EventMalformed] event " + failureEvent + " is no JSON: " + failureReason
                        + "; it begins with " + ErrorBody.oneLine(text));
            }
            case NONE -> {
                return ending(orderlyEnd, receivedBytes);
            }
        }
        throw new AssertionError(failure);
    }

    private StreamVerdict ending(boolean orderlyEnd, long receivedBytes) {
        if (tally.anyFailed()) {
            return new StreamVerdict(
                    Outcome.STREAM_ERROR, "[StreamError] finish reason " + finishReason() + "; after " + seen());
        }
        boolean allFinished = tally.choices() > 0 && tally.unfinishedChoices() == 0;
        if (done || (orderlyEnd && allFinished)) {
            if (tokenEvents > 0) {
                return StreamVerdict.COMPLETE;
            }
            int stated = tally.outputTokens();
            return new StreamVerdict(
                    Outcome.EMPTY,
                    "[StreamEmpty] complete without a token event"
                            + (stated > 0
                                    ? ", although the server counts " + stated
                                            + " output tokens; ask it for token ids or continuous usage"
                                    : ""));
        }
        if (!orderlyEnd) {
            return new StreamVerdict(
                    Outcome.CUT,
                    "[StreamCut] the connection was lost after " + seen() + ", before the end of the answer");
        }
        if (!isStream && receivedBytes > 0) {
            String text = ErrorBody.message(sample.array(), 0, sample.length());
            return new StreamVerdict(
                    Outcome.NOT_SSE,
                    "[NotEventStream] no event in " + receivedBytes + " bytes, which begin with: " + text);
        }
        String choices =
                tally.choices() > 1 ? " of " + tally.unfinishedChoices() + " of " + tally.choices() + " choices" : "";
        return malformed("[StreamIncomplete] the answer ended after " + seen() + " without [DONE] or the finish reason"
                + choices);
    }

    private static StreamVerdict malformed(String detail) {
        return new StreamVerdict(Outcome.MALFORMED, detail);
    }

    private String seen() {
        return events + " events, " + tokenEvents + " of them with tokens";
    }

    long unexplainedTokens() {
        int stated = tally.outputTokens();
        if (stated < 0 || tally.source() == TokenSource.NONE) {
            return 0;
        }
        long difference = stated - tally.countedTokens();
        return difference >= 0 && difference <= tally.stoppedChoices() ? 0 : difference;
    }

    @Nullable
    String finishReason() {
        return reason.length() == 0 ? null : StreamScanner.text(reason.array(), 0, reason.length());
    }

    @Nullable
    ServerTimings serverTimings() {
        return hasTimings
                ? new ServerTimings(promptTokens, nanos(promptMillis), predictedTokens, nanos(predictedMillis))
                : null;
    }

    private static long nanos(double millis) {
        return millis >= 0 ? Math.round(millis * 1e6) : -1;
    }

    TokenTally tally() {
        return tally;
    }

    int events() {
        return events;
    }

    int tokenEvents() {
        return tokenEvents;
    }

    int comments() {
        return comments;
    }

    boolean sawDone() {
        return done;
    }

    long doneNanos() {
        return doneNanos;
    }

    long firstChunkNanos() {
        return firstChunkNanos;
    }

    long firstVisibleNanos() {
        return firstVisibleNanos;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private static boolean equal(byte[] bytes, int from, int to, byte[] name) {
        if (to - from != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
