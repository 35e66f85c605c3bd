package io.infermark.metric;

import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;

/**
 * The figures of one request, straight from its record. Durations are in nanoseconds; {@link #NONE} stands for what the record cannot support.
 *
 * @param outputTokens the server's usage; the sum of exact event tokens if it sent none; -1 if neither is there
 * @param exactEvents whether the tokens of every event are known exactly
 * @param firstTokens tokens of the first event; -1 if not known
 * @param eventSum exact tokens over all events; -1 if not known
 * @param firstNanos instant of the first token event, {@link RequestRecord#UNSEEN} if there is none
 * @param lastNanos instant of the last token event
 * @param answerNanos instant of the first token event that is no reasoning
 * @param visibleNanos instant of the first event with visible text
 * @param tpotNanos see {@link WindowMetrics#tpotMs}
 */
public record RequestFigures(
        int outputTokens,
        boolean exactEvents,
        int firstTokens,
        int eventSum,
        long firstNanos,
        long lastNanos,
        long answerNanos,
        long visibleNanos,
        double tpotNanos) {
    /** A figure that cannot be given. */
    public static final double NONE = Double.NaN;

    /** Derives them. */
    public static RequestFigures of(RequestRecord request) {
        long[] nanos = request.eventNanos();
        int events = nanos.length;
        int sum = exactSum(request);
        boolean exact = sum >= 0;
        int output = request.usageOutputTokens() >= 0 ? request.usageOutputTokens() : exact ? sum : -1;
        int first = events > 0 && request.tokenSource() != TokenSource.NONE ? request.eventTokens()[0] : -1;
        return new RequestFigures(
                output,
                exact,
                first,
                sum,
                events > 0 ? nanos[0] : RequestRecord.UNSEEN,
                events > 0 ? nanos[events - 1] : RequestRecord.UNSEEN,
                firstWith(request, RequestRecord.REASONING, 0),
                firstWith(request, RequestRecord.VISIBLE, RequestRecord.VISIBLE),
                tpot(nanos, output, first));
    }

    /** Whether it has a TPOT. */
    public boolean hasTpot() {
        return !Double.isNaN(tpotNanos);
    }

    /**
     * Whether two counts that both claim to be exact contradict each other, by the rule of {@link TokenSource#unexplained}: a token is explained for each choice that stopped by
     * itself. Records of a version that did not count these explain one at most.
     */
    public boolean mismatch(RequestRecord request) {
        return exactEvents
                && request.tokenSource().unexplained(request.usageOutputTokens(), eventSum, request.stoppedChoices())
                        != 0;
    }

    private static double tpot(long[] nanos, int output, int first) {
        int events = nanos.length;
        // All tokens in one event, of which nobody knows how many came first: the time between them was not seen.
        if (events < 2 || output < 0) {
            return NONE;
        }
        int head = first >= 0 ? first : 1;
        return output < head + 1 ? NONE : (double) (nanos[events - 1] - nanos[0]) / (output - head);
    }

    private static int exactSum(RequestRecord request) {
        if (!request.tokenSource().exact() || request.eventNanos().length == 0) {
            return -1;
        }
        int sum = 0;
        for (int tokens : request.eventTokens()) {
            if (tokens < 0) {
                return -1;
            }
            sum += tokens;
        }
        return sum;
    }

    private static long firstWith(RequestRecord request, int mask, int wanted) {
        byte[] flags = request.eventFlags();
        for (int i = 0; i < flags.length; i++) {
            if ((flags[i] & mask) == wanted) {
                return request.eventNanos()[i];
            }
        }
        return RequestRecord.UNSEEN;
    }
}
