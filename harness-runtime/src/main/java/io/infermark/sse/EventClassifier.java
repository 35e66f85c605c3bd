package io.infermark.sse;

import static io.infermark.sse.JsonCursor.ascii;

import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import org.jspecify.annotations.Nullable;

/** Takes the events and odd fields of one stream, gives token events to the sink, and judges the end. */
final class EventClassifier {
    private static final byte[] DONE = ascii("[DONE]");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] ID = ascii("id");
    private static final byte[] RETRY = ascii("retry");
    private static final int KEPT_OF_SAMPLE = 512;
    private static final int KEPT_OF_REASON = 64;

    private final EventTemplate template = new EventTemplate();
    private final ChunkReader reader = new ChunkReader(template);
    private Chunk chunk = new Chunk();

    /** What the template's event says, and with each match the next one. */
    private Chunk usual = new Chunk();

    private final TokenTally tally = new TokenTally();

    private final ByteBuilder sample = new ByteBuilder(KEPT_OF_SAMPLE);
    private final ByteBuilder reason = new ByteBuilder(KEPT_OF_REASON);
    private final ByteBuilder lastComment = new ByteBuilder(KEPT_OF_SAMPLE);

    private final FailureNote failure = new FailureNote();

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
        sample.trim();
        reason.trim();
        lastComment.trim();
        failure.clear();
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

    /** Takes the event that begins at {@code from} if it is whole and of the stream's usual shape; its end, or -1 if it must be read by lines. */
    int usualEvent(byte[] bytes, int from, int stop, int cap, long readNanos, EventSink sink) {
        if (errorEvent || namedEvent) {
            return -1;
        }
        int end = template.match(bytes, from, stop);
        if (end < 0 || end - from > cap) {
            return -1;
        }
        Chunk event = usual;
        event.flags[0] = template.flags;
        event.hasText[0] = template.flags != 0;
        event.ids[0] = template.ids;
        event.index[0] = template.index;
        if (event.usageOutput >= 0) {
            event.usageOutput = template.output;
        } else {
            event.nativeOutput = template.output;
        }
        try {
            tally.add(event);
        } catch (JsonSyntaxException e) {
            return -1;
        }
        isStream = true;
        events++;
        take(event, bytes, from, end, readNanos, sink);
        return end;
    }

    /** An event that the end of the body closed; if {@code whole} is false it may be a part of one, which is then dropped without a failure. */
    void lastEvent(byte[] data, int from, int to, long readNanos, EventSink sink, boolean whole) {
        classify(data, from, to, readNanos, sink, whole);
    }

    /** A blank line after no data: usually nothing, but Dynamo reports errors so, with the message in a comment. */
    void eventWithoutData() {
        if (errorEvent) {
            failure.serverError(lastComment.array(), 0, lastComment.length());
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
            failure.serverError(line, value, to);
        } else if (equal(line, from, colon, ID) || equal(line, from, colon, RETRY)) {
            isStream |= colon < to;
        } else if (sample.length() == 0) {
            sample.appendSome(line, from, to);
        }
    }

    void tooLarge(int maxEventBytes) {
        failure.tooLarge(maxEventBytes, seen());
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
            if (errorEvent) {
                failure.serverError(lastComment.array(), 0, lastComment.length());
            }
            done = true;
            doneNanos = readNanos;
            closed = true;
            return;
        }
        if (errorEvent) {
            failure.serverError(data, from, to);
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
            } else if (!namedEvent) {
                failure.badEvent(events, e, data, from, to);
            }
            return;
        }
        take(chunk, data, from, to, readNanos, sink);
        if (template.learn(data, from, to, chunk)) {
            Chunk learned = chunk;
            chunk = usual;
            usual = learned;
        }
    }

    private void take(Chunk event, byte[] data, int from, int to, long readNanos, EventSink sink) {
        if (event.isError) {
            failure.serverError(data, from, to);
        }
        if (event.isNull) {
            tally.markArrayPrompt();
        }
        if (event.choices > 0 && firstChunkNanos == RequestRecord.UNSEEN) {
            firstChunkNanos = readNanos;
        }
        if ((tally.eventFlags & RequestRecord.VISIBLE) != 0 && firstVisibleNanos == RequestRecord.UNSEEN) {
            firstVisibleNanos = readNanos;
        }
        for (int c = 0; c < event.choices; c++) {
            if (event.finish[c] != Chunk.RUNNING) {
                reason.clear();
                reason.appendSome(data, event.finishFrom[c], event.finishTo[c]);
            }
        }
        if (event.hasTimings) {
            hasTimings = true;
            promptTokens = event.promptTokens;
            predictedTokens = event.predictedTokens;
            promptMillis = event.promptMillis;
            predictedMillis = event.predictedMillis;
        }
        if (tally.eventTokens != 0) {
            tokenEvents++;
            sink.tokenEvent(readNanos, tally.eventTokens, tally.eventFlags);
        } else if (!event.isNull) {
            sink.silentEvent(
                    readNanos,
                    event.choices > 0 ? 0 : RequestRecord.TOTALS + (event.usageOutput >= 0 ? RequestRecord.USAGE : 0));
        }
    }

    StreamVerdict verdict(boolean orderlyEnd, long receivedBytes) {
        StreamVerdict failed = failure.verdict();
        return failed == null ? ending(orderlyEnd, receivedBytes) : failed;
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
        return new StreamVerdict(
                Outcome.MALFORMED,
                "[StreamIncomplete] the answer ended after " + seen() + " without [DONE] or the finish reason"
                        + choices);
    }

    private String seen() {
        return events + " events, " + tokenEvents + " of them with tokens";
    }

    long unexplainedTokens() {
        return tally.source().unexplained(tally.outputTokens(), tally.countedTokens(), tally.stoppedChoices());
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
