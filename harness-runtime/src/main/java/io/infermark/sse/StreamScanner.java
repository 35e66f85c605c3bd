package io.infermark.sse;

import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Scans the body of one streamed answer; see the package's page. Order of calls: {@link #reset} (or a new scanner), {@link #accept} for each read, one of
 * {@link #end} and {@link #cut}, then the accessors.
 *
 * <p>Traps: the body must have lost its HTTP chunk framing; the content type is the caller's to check; bytes after {@code [DONE]} are ignored; if
 * {@link #tokenSource} is {@link TokenSource#NONE} at the end, counts that the sink got for single events are not to be used.
 */
public final class StreamScanner {
    /** Default cap of a line and of an event, in bytes. */
    public static final int MAX_EVENT_BYTES = 8 * 1024 * 1024;

    private static final byte[] LINE_FEED = {'\n'};
    private static final EventSink NO_SINK = (readNanos, tokens, flags) -> {};

    private final int maxEventBytes;
    private final ByteBuilder carry;
    private final ByteBuilder eventData;
    private final EventClassifier classifier = new EventClassifier();

    private EventSink sink = NO_SINK;
    private boolean skipLineFeed;
    private boolean firstLine;
    private boolean ended;
    private boolean orderlyEnd;
    private long receivedBytes;
    private long lastReadNanos;
    private long endNanos;

    /** Data of the event being read: a range of {@link #data}, which is the caller's array until {@link #accept} returns. */
    private byte[] data;

    private int dataFrom;
    private int dataTo;
    private int dataLines;

    /** A scanner with the default cap. */
    public StreamScanner() {
        this(MAX_EVENT_BYTES);
    }

    /**
     * A scanner with a cap of its own.
     *
     * @param maxEventBytes longest line and longest event; a longer one makes the stream malformed
     */
    public StreamScanner(int maxEventBytes) {
        if (maxEventBytes < 64) {
            throw new IllegalArgumentException(
                    "[EventCapTooSmall] a cap of " + maxEventBytes + " bytes holds no event; give at least 64");
        }
        this.maxEventBytes = maxEventBytes;
        carry = new ByteBuilder(maxEventBytes);
        eventData = new ByteBuilder(maxEventBytes);
        data = eventData.array();
        reset();
    }

    /** Forgets the stream, for the next exchange. */
    public void reset() {
        carry.trim();
        eventData.trim();
        data = eventData.array();
        dataLines = 0;
        sink = NO_SINK;
        skipLineFeed = false;
        firstLine = true;
        ended = false;
        orderlyEnd = false;
        receivedBytes = 0;
        lastReadNanos = RequestRecord.UNSEEN;
        endNanos = RequestRecord.UNSEEN;
        classifier.reset();
    }

    /**
     * Takes what one read brought. The array is not kept; a read without a byte is none.
     *
     * @param readNanos instant of the read, which becomes the instant of every event that it completes
     * @param events takes them; it is held until the end, for a last event without its blank line
     */
    public void accept(byte[] bytes, int offset, int length, long readNanos, EventSink events) {
        if (length == 0) {
            return;
        }
        sink = events;
        receivedBytes += length;
        lastReadNanos = readNanos;
        int stop = offset + length;
        int p = offset;
        if (skipLineFeed) {
            skipLineFeed = false;
            if (bytes[p] == '\n') {
                p++;
            }
        }
        while (p < stop && !classifier.isClosed()) {
            if (dataLines == 0 && carry.length() == 0) {
                int end = classifier.usualEvent(bytes, p, stop, maxEventBytes, readNanos, events);
                if (end > 0) {
                    firstLine = false;
                    p = end;
                    continue;
                }
            }
            int lineEnd = lineEnd(bytes, p, stop);
            if (lineEnd == stop) {
                keepTail(bytes, p, stop);
                return;
            }
            if (carry.length() > 0) {
                lineFromCarry(bytes, p, lineEnd);
            } else {
                line(bytes, p, lineEnd);
            }
            p = lineEnd + 1;
            if (bytes[lineEnd] == '\r') {
                if (p == stop) {
                    skipLineFeed = true;
                } else if (bytes[p] == '\n') {
                    p++;
                }
            }
        }
        stashData();
    }

    /** The body ended in an orderly way: its last chunk or byte came, or a server without framing closed the connection. */
    public void end(long nanos) {
        finish(nanos, true);
    }

    /** The connection was lost before the body ended. A stream that had said {@code [DONE]} is complete all the same. */
    public void cut(long nanos) {
        finish(nanos, false);
    }

    private void finish(long nanos, boolean orderly) {
        if (ended) {
            return;
        }
        ended = true;
        orderlyEnd = orderly;
        endNanos = nanos;
        if (classifier.isClosed()) {
            return;
        }
        if (carry.length() > 0) {
            line(carry.array(), 0, carry.length());
            carry.clear();
        }
        if (dataLines > 0) {
            classifier.lastEvent(data, dataFrom, dataTo, lastReadNanos, sink, orderly);
            dataLines = 0;
        } else {
            classifier.eventWithoutData();
        }
    }

    private static int lineEnd(byte[] bytes, int from, int stop) {
        int p = from;
        while (p < stop) {
            byte next = bytes[p];
            if (next == '\n' || next == '\r') {
                return p;
            }
            p++;
        }
        return stop;
    }

    private void keepTail(byte[] bytes, int from, int to) {
        stashData();
        if (!carry.append(bytes, from, to)) {
            classifier.tooLarge(maxEventBytes);
        }
    }

    private void lineFromCarry(byte[] bytes, int from, int to) {
        stashData();
        if (!carry.append(bytes, from, to)) {
            classifier.tooLarge(maxEventBytes);
            return;
        }
        line(carry.array(), 0, carry.length());
        stashData();
        carry.clear();
    }

    /** Copies the event's data out of an array that is about to be lost. */
    private void stashData() {
        if (dataLines == 0 || data == eventData.array()) {
            return;
        }
        eventData.clear();
        if (!eventData.append(data, dataFrom, dataTo)) {
            classifier.tooLarge(maxEventBytes);
        }
        data = eventData.array();
        dataFrom = 0;
        dataTo = eventData.length();
    }

    private void line(byte[] bytes, int start, int to) {
        int from = start;
        if (firstLine) {
            firstLine = false;
            if (to - from >= 3
                    && bytes[from] == (byte) 0xEF
                    && bytes[from + 1] == (byte) 0xBB
                    && bytes[from + 2] == (byte) 0xBF) {
                from += 3;
            }
        }
        if (to - from > maxEventBytes) {
            classifier.tooLarge(maxEventBytes);
        } else if (from == to) {
            dispatch();
        } else if (isData(bytes, from, to)) {
            int value = Math.min(to, from + 5);
            addData(bytes, value < to && bytes[value] == ' ' ? value + 1 : value, to);
        } else {
            classifier.field(bytes, from, to);
        }
    }

    private static boolean isData(byte[] bytes, int from, int to) {
        return to - from >= 4
                && bytes[from] == 'd'
                && bytes[from + 1] == 'a'
                && bytes[from + 2] == 't'
                && bytes[from + 3] == 'a'
                && (to - from == 4 || bytes[from + 4] == ':');
    }

    private void addData(byte[] bytes, int from, int to) {
        if (dataLines++ == 0) {
            data = bytes;
            dataFrom = from;
            dataTo = to;
            return;
        }
        stashData();
        boolean fits = eventData.append(LINE_FEED, 0, 1) && eventData.append(bytes, from, to);
        if (!fits) {
            classifier.tooLarge(maxEventBytes);
        }
        data = eventData.array();
        dataTo = eventData.length();
    }

    private void dispatch() {
        if (dataLines > 0) {
            classifier.event(data, dataFrom, dataTo, lastReadNanos, sink);
            dataLines = 0;
        } else {
            classifier.eventWithoutData();
        }
    }

    /** How the stream ended; before the end, as if the connection had been lost now. Allocates. */
    public StreamVerdict verdict() {
        return classifier.verdict(orderlyEnd, receivedBytes);
    }

    /** Prompt tokens by the server's count, cached ones included; -1 if it gave none. */
    public int usageInputTokens() {
        return classifier.tally().inputTokens();
    }

    /**
     * Output tokens of all choices by the server's own count: the final {@code usage}, else {@code timings.predicted_n} (llama.cpp), {@code tokens_predicted},
     * {@code generated_tokens} (TGI) or {@code meta_info} (SGLang); -1 if it gave none. Tokens that end a sequence are counted as the server counts them.
     */
    public int usageOutputTokens() {
        return classifier.tally().outputTokens();
    }

    /** Prompt tokens that the server took from its cache; -1 if it did not say. */
    public int cachedTokens() {
        return classifier.tally().cachedTokens();
    }

    /** The last finish reason as the server wrote it; null if it gave none. Allocates. */
    public @Nullable String finishReason() {
        return classifier.finishReason();
    }

    /** How the tokens of single events were counted: the least exact way that was needed. {@link TokenSource#NONE} as soon as one event could not be counted. */
    public TokenSource tokenSource() {
        return classifier.tally().source();
    }

    /** Sum of the tokens of all events whose tokens are known. */
    public long countedTokens() {
        return classifier.tally().countedTokens();
    }

    /** Of the final usage and {@link #countedTokens}, by the rule of {@link TokenSource#unexplained}. */
    public long unexplainedTokens() {
        return classifier.unexplainedTokens();
    }

    /** Choices seen (n, or prompts in an array). */
    public int choices() {
        return classifier.tally().choices();
    }

    /** Choices whose finish reason says that they ended by themselves. */
    public int stoppedChoices() {
        return classifier.tally().stoppedChoices();
    }

    /** Token events given to the sink. */
    public int tokenEvents() {
        return classifier.tokenEvents();
    }

    /** Events with data, of any kind, {@code [DONE]} included. */
    public int events() {
        return classifier.events();
    }

    /** Comment lines, which servers send to keep a connection alive. */
    public int comments() {
        return classifier.comments();
    }

    /** Whether {@code [DONE]} came. */
    public boolean sawDone() {
        return classifier.sawDone();
    }

    /** The read that brought {@code [DONE]}, else the end of the body; {@link RequestRecord#UNSEEN} before both. */
    public long doneNanos() {
        return classifier.sawDone() ? classifier.doneNanos() : endNanos;
    }

    /** The first event with a choice, with or without a token: what some other tools take for the first token. {@link RequestRecord#UNSEEN} if none came. */
    public long firstChunkNanos() {
        return classifier.firstChunkNanos();
    }

    /** The first event with answer or reasoning text, hence not later than what a user sees. {@link RequestRecord#UNSEEN} if none came. */
    public long firstVisibleNanos() {
        return classifier.firstVisibleNanos();
    }

    /** Bytes of the body. */
    public long receivedBytes() {
        return receivedBytes;
    }

    /** What the server said of its own times; null if it did not. Allocates. */
    public @Nullable ServerTimings serverTimings() {
        return classifier.serverTimings();
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
