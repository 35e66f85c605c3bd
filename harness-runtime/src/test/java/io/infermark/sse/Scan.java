package io.infermark.sse;

import io.infermark.record.Outcome;
import io.infermark.record.TokenSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a scanner said of a stream. */
record Scan(
        List<Event> events,
        Outcome outcome,
        @Nullable String detail,
        TokenSource tokenSource,
        int output,
        int input,
        int cached,
        @Nullable String finishReason,
        long unexplained,
        long counted,
        int comments,
        int choices,
        boolean sawDone,
        long doneNanos,
        long firstChunkNanos,
        long firstVisibleNanos) {

    record Event(long nanos, int tokens, int flags) {}

    /** A piece of the body and the instant at which it was read. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Read(long nanos, byte[] bytes) {}

    static Scan of(List<Read> reads, long endNanos, boolean orderly) {
        return of(new StreamScanner(), reads, endNanos, orderly);
    }

    static Scan of(StreamScanner scanner, List<Read> reads, long endNanos, boolean orderly) {
        scanner.reset();
        List<Event> events = new ArrayList<>();
        EventSink sink = (nanos, tokens, flags) -> events.add(new Event(nanos, tokens, flags));
        for (Read read : reads) {
            // Inside a larger array that is overwritten afterwards, as the load generator's is.
            byte[] shared = new byte[read.bytes().length + 7];
            System.arraycopy(read.bytes(), 0, shared, 3, read.bytes().length);
            scanner.accept(shared, 3, read.bytes().length, read.nanos(), sink);
            Arrays.fill(shared, (byte) '#');
        }
        if (orderly) {
            scanner.end(endNanos);
        } else {
            scanner.cut(endNanos);
        }
        return result(scanner, events);
    }

    static Scan ofWhole(byte[] body) {
        return of(List.of(new Read(1, body)), 2, true);
    }

    private static Scan result(StreamScanner scanner, List<Event> events) {
        StreamVerdict verdict = scanner.verdict();
        return new Scan(
                List.copyOf(events),
                verdict.outcome(),
                verdict.detail(),
                scanner.tokenSource(),
                scanner.usageOutputTokens(),
                scanner.usageInputTokens(),
                scanner.cachedTokens(),
                scanner.finishReason(),
                scanner.unexplainedTokens(),
                scanner.countedTokens(),
                scanner.comments(),
                scanner.choices(),
                scanner.sawDone(),
                scanner.doneNanos(),
                scanner.firstChunkNanos(),
                scanner.firstVisibleNanos());
    }
}
