package io.infermark.load;

import io.infermark.endpoint.ContentEncoding;
import io.infermark.endpoint.PreparedRequest;
import io.infermark.record.EventLog;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import io.infermark.record.Transport;
import io.infermark.sse.ErrorBody;
import io.infermark.sse.EventSink;
import io.infermark.sse.StreamScanner;
import io.infermark.sse.StreamVerdict;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stream's place for the request that it is busy with, used again for the next one. Event-loop confined; holds all that a request in flight needs, so that a
 * token event allocates nothing here. Ends each request exactly once, as a row.
 *
 * <p><b>Sent once more.</b> A server may close an idle connection at the same moment at which we write onto it. A request is sent once more, on a new connection,
 * if and only if all of this holds: the connection was a reused one; not a byte of an answer was read on it; the close or reset came before the request was
 * flushed or at most {@value #STALE_RACE_MILLIS} ms after; it was not sent once more before; nobody asked to stop. A close that comes later is a failure of the server
 * and a {@link Outcome#CUT} row. The row of a request that was sent once more shows the second sending, not reused, with its connect time.
 */
final class Exchange implements EventSink {
    static final int STALE_RACE_MILLIS = 1000;
    private static final int KEPT_OF_ERROR = 4096;
    private static final int MOST_OF_ERROR = 1 << 20;

    private final ClientLoop client;
    private final StreamScanner scanner = new StreamScanner();
    private final EventLog events = new EventLog();
    private byte[] errorBody = NO_BODY;

    private @Nullable LoopWindow window;
    private @Nullable Outbound outbound;
    private @Nullable Sending attempt;
    private long intendedNanos;
    private long startedNanos;
    private boolean inFlight;
    private boolean streamed;
    private int errorLength;
    private long bodyBytes;

    /** Place in the window's list of running exchanges. */
    int place;

    /** When the stream became free. */
    long freeNanos;

    Exchange(ClientLoop client) {
        this.client = client;
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Sends a request. It may have ended, even in success, when this returns. */
    void start(LoopWindow running, Outbound next, long intended, long now) {
        window = running;
        outbound = next;
        intendedNanos = intended;
        startedNanos = now;
        events.reset(next.prepared.plannedOutputTokens());
        begin(next, false);
    }

    private void begin(Outbound next, boolean resend) {
        scanner.reset();
        inFlight = false;
        streamed = true;
        errorLength = 0;
        bodyBytes = 0;
        Sending sending = client.sending(this, resend);
        attempt = sending;
        client.send(next, sending);
    }

    void sent(long nanos) {
        if (window != null && !inFlight) {
            inFlight = true;
            window.sent(nanos);
        }
    }

    /** The answer's head is here. */
    void answered(Sending sending) {
        if (sending.keptAfterAnswer()) {
            client.pool().keptAnswered();
        }
        streamed = good(sending)
                && isEventStream(sending.contentType())
                && !ContentEncoding.applied(sending.contentEncoding());
    }

    private static boolean good(Sending sending) {
        return sending.status() >= 200 && sending.status() < 300;
    }

    private static boolean isEventStream(@Nullable String contentType) {
        return contentType == null
                || contentType.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length());
    }

    /** Whether the answer is an event stream, as far as its head tells. */
    boolean streamed() {
        return streamed;
    }

    /** Takes a part of an event stream. */
    void streamPart(byte[] bytes, int from, int length, long readNanos) {
        scanner.accept(bytes, from, length, readNanos, this);
    }

    /** Takes what a read brought; false to give the answer up. */
    boolean body(ByteBuf bytes, long readNanos) {
        int length = bytes.readableBytes();
        if (streamed) {
            if (length > 0) {
                byte[] copy = client.scratch(length);
                bytes.getBytes(bytes.readerIndex(), copy, 0, length);
                streamPart(copy, 0, length, readNanos);
            }
            return true;
        }
        bodyBytes += length;
        if (errorBody.length == 0) {
            // Most exchanges never see one, and with thousands of streams the windows would have to copy theirs.
            errorBody = new byte[KEPT_OF_ERROR];
        }
        int kept = Math.min(length, KEPT_OF_ERROR - errorLength);
        bytes.getBytes(bytes.readerIndex(), errorBody, errorLength, kept);
        errorLength += kept;
        return bodyBytes <= MOST_OF_ERROR;
    }

    @Override
    public void tokenEvent(long readNanos, int tokens, int flags) {
        events.add(client.relative(readNanos), tokens, flags);
    }

    @Override
    public void silentEvent(long readNanos, int kind) {
        if (client.silentEvents) {
            events.add(client.relative(readNanos), 0, kind);
        }
    }

    /** The answer is complete. */
    void completed(Sending sending, long readNanos) {
        if (!streamed) {
            StreamVerdict verdict = failureAnswer(sending);
            end(sending, verdict.outcome(), verdict.detail(), readNanos, readNanos);
            return;
        }
        scanner.end(readNanos);
        StreamVerdict verdict = scanner.verdict();
        end(sending, verdict.outcome(), verdict.detail(), scanner.doneNanos(), readNanos);
    }

    private StreamVerdict failureAnswer(Sending sending) {
        String encoding = sending.contentEncoding();
        if (encoding != null && ContentEncoding.applied(encoding)) {
            return good(sending)
                    ? ErrorBody.encoded(encoding, sending.contentType())
                    : ErrorBody.encodedStatus(sending.status(), encoding);
        }
        byte[] body = Arrays.copyOf(errorBody, errorLength);
        return good(sending)
                ? ErrorBody.notEventStream(sending.contentType(), body)
                : ErrorBody.httpStatus(sending.status(), body);
    }

    /** The HTTP client gave up. */
    void failed(Sending sending, Throwable cause) {
        long now = System.nanoTime();
        if (metClosedConnection(sending, now)) {
            sendOnceMore(sending);
            return;
        }
        if (!sending.connected()) {
            end(sending, Outcome.CONNECT, "[Connect] " + TransportFailure.connect(cause), now, now);
        } else if (sending.status() == 0) {
            end(
                    sending,
                    Outcome.CUT,
                    "[CutBeforeAnswer] " + TransportFailure.cut(cause) + " before any answer",
                    now,
                    now);
        } else if (!streamed) {
            StreamVerdict verdict = failureAnswer(sending);
            end(sending, verdict.outcome(), verdict.detail(), now, now);
        } else {
            scanner.cut(now);
            StreamVerdict verdict = scanner.verdict();
            String detail = verdict.outcome() == Outcome.CUT
                    ? verdict.detail() + " (" + TransportFailure.cut(cause) + ")"
                    : verdict.detail();
            end(sending, verdict.outcome(), detail, scanner.doneNanos(), now);
        }
    }

    private boolean metClosedConnection(Sending sending, long now) {
        return sending.reused()
                && sending.unanswered()
                && window != null
                && window.mayResend()
                && (sending.sentNanos() == RequestRecord.UNSEEN
                        || now - sending.sentNanos() <= STALE_RACE_MILLIS * 1_000_000L);
    }

    private void sendOnceMore(Sending sending) {
        client.pool().metClosed();
        sending.detach();
        if (window != null && outbound != null) {
            window.resent(inFlight);
            begin(outbound, true);
        }
    }

    /** Ends it from our side, unless the stream has said that it is complete. */
    void giveUp(Outcome outcome, String detail) {
        Sending sending = attempt;
        if (sending == null) {
            return;
        }
        long now = System.nanoTime();
        boolean complete = false;
        if (streamed && scanner.sawDone()) {
            scanner.cut(now);
            complete = scanner.verdict().outcome() == Outcome.OK;
        }
        sending.detach();
        sending.cancel(new GivenUpException(outcome));
        if (complete) {
            end(sending, Outcome.OK, null, scanner.doneNanos(), now);
        } else {
            end(sending, outcome, detail, now, now);
        }
    }

    private void end(Sending sending, Outcome outcome, @Nullable String detail, long doneNanos, long freed) {
        LoopWindow running = window;
        Outbound ending = outbound;
        if (running == null || ending == null) {
            return;
        }
        sending.detach();
        attempt = null;
        outbound = null;
        PreparedRequest prepared = ending.prepared;
        boolean opened = sending.connected() && !sending.reused();
        if (opened) {
            running.watch().connected(sending.connectNanos());
        }
        if (sending.sentNanos() != RequestRecord.UNSEEN) {
            running.watch().sent(intendedNanos, sending.sentNanos());
        }
        client.lane()
                .append(
                        new RequestRecord(
                                prepared.index(),
                                running.plan().warmup(),
                                running.plan().iteration(),
                                prepared.requestId(),
                                prepared.urlIndex(),
                                client.relative(intendedNanos),
                                client.relative(sending.sentNanos()),
                                opened ? sending.connectNanos() : 0,
                                sending.reused(),
                                sending.transport(),
                                client.relative(sending.firstByteNanos()),
                                client.relative(doneNanos),
                                sending.status(),
                                outcome,
                                detail,
                                scanner.finishReason(),
                                scanner.stoppedChoices(),
                                prepared.plannedInputTokens(),
                                prepared.plannedOutputTokens(),
                                scanner.usageInputTokens(),
                                scanner.usageOutputTokens(),
                                scanner.cachedTokens(),
                                scanner.tokenSource(),
                                NO_NANOS,
                                NO_TOKENS,
                                NO_FLAGS),
                        events);
        freeNanos = freed;
        running.ended(this, outcome, inFlight, events.size());
    }

    private static final long[] NO_NANOS = {};
    private static final int[] NO_TOKENS = {};
    private static final byte[] NO_BODY = {};
    private static final byte[] NO_FLAGS = {};

    /** A row for a request that was due and was never sent. */
    static RequestRecord neverSent(
            WindowPlan plan, PreparedRequest prepared, long intended, long now, Outcome outcome, String detail) {
        return new RequestRecord(
                prepared.index(),
                plan.warmup(),
                plan.iteration(),
                prepared.requestId(),
                prepared.urlIndex(),
                intended,
                RequestRecord.UNSEEN,
                0,
                false,
                Transport.NONE,
                RequestRecord.UNSEEN,
                now,
                0,
                outcome,
                detail,
                null,
                0,
                prepared.plannedInputTokens(),
                prepared.plannedOutputTokens(),
                -1,
                -1,
                -1,
                TokenSource.NONE,
                NO_NANOS,
                NO_TOKENS,
                NO_FLAGS);
    }

    /** Tells the HTTP client why an exchange was given up; carries no stack trace. */
    static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUpException(Outcome outcome) {
            super("given up: " + outcome.label().toLowerCase(Locale.ROOT), null, false, false);
        }
    }
}
