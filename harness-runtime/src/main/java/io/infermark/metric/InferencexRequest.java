package io.infermark.metric;

import io.infermark.record.RequestRecord;

/**
 * A recorded request as InferenceX's client would have kept it. Every event with choices counts, whatever it holds; a stream that just ends, or that holds an error object, is a success;
 * output tokens are those of a usage object without choices and 0 without one.
 *
 * <p>Completions and chat differ: a chat request ends with its last JSON object, usage included, and is a success even if nothing came. What the records do not hold is not followed: a
 * comment or an {@code event:} line would fail a whole request there and does not here.
 *
 * @param gapsMs between events
 */
@SuppressWarnings("ArrayRecordComponent")
record InferencexRequest(boolean success, double ttftMs, double latencyMs, int outputTokens, double[] gapsMs) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final InferencexRequest FAILED = new InferencexRequest(false, 0, 0, 0, new double[0]);

    static InferencexRequest of(RequestRecord record, boolean chat) {
        if (!readToItsEnd(record) || record.sentNanos() == RequestRecord.UNSEEN) {
            return FAILED;
        }
        long[] nanos = record.eventNanos();
        double[] gaps = new double[nanos.length];
        int count = 0;
        long first = RequestRecord.UNSEEN;
        long last = record.sentNanos();
        boolean usage = false;
        for (int i = 0; i < nanos.length; i++) {
            boolean silent = record.eventTokens()[i] == 0;
            boolean choices = !silent || (record.eventFlags()[i] & RequestRecord.TOTALS) == 0;
            usage |= silent && (record.eventFlags()[i] & RequestRecord.USAGE) != 0;
            if (choices && first == RequestRecord.UNSEEN) {
                first = nanos[i];
            } else if (choices) {
                gaps[count++] = (nanos[i] - last) / NANOS_PER_MILLI;
            }
            if (choices || chat) {
                last = nanos[i];
            }
        }
        if (first == RequestRecord.UNSEEN && !chat) {
            return FAILED;
        }
        double ttft = first == RequestRecord.UNSEEN ? 0 : (first - record.sentNanos()) / NANOS_PER_MILLI;
        return new InferencexRequest(
                true,
                ttft,
                (last - record.sentNanos()) / NANOS_PER_MILLI,
                usage ? Math.max(0, record.usageOutputTokens()) : 0,
                java.util.Arrays.copyOf(gaps, count));
    }

    /** Whether the body was read to an orderly end and every line of it was JSON. */
    private static boolean readToItsEnd(RequestRecord record) {
        String detail = record.detail();
        return switch (record.outcome()) {
            case OK, EMPTY, STREAM_ERROR -> record.status() == 200;
            case MALFORMED -> record.status() == 200 && detail != null && detail.startsWith("[StreamIncomplete]");
            case CONNECT, CUT, HTTP_STATUS, NOT_SSE, TIMEOUT, INTERRUPTED -> false;
        };
    }
}
