package io.infermark.sim;

import java.time.Duration;

/**
 * When tokens are due under fixed timing; all of it is settled at arrival.
 *
 * <p>A choice's time to first token is ({@code ttft} + {@code ttftPerToken} * prompt tokens + {@code ttftPerRunning} *
 * running choices) * J, and its i-th gap, before the token of index i ≥ 1, is ({@code itl} + {@code itlPerToken} * i +
 * {@code itlPerRunning} * running choices) * J. Running are the choices that run when the request is taken up, itself not
 * counted. J is a lognormal draw of mean 1: one for each request, and one for each gap.
 *
 * @param ttft arrival to first token
 * @param itl token to token
 * @param ttftCv coefficient of variation of the time to first token
 * @param itlCv coefficient of variation of each gap
 * @param ttftPerToken added for each prompt token
 * @param itlPerToken added to a gap for each output token already made
 * @param ttftPerRunning added for each running choice
 * @param itlPerRunning added to each gap for each running choice
 */
public record FixedTiming(
        Duration ttft,
        Duration itl,
        double ttftCv,
        double itlCv,
        Duration ttftPerToken,
        Duration itlPerToken,
        Duration ttftPerRunning,
        Duration itlPerRunning) {
    /** No wait is longer, some three years: sums of token times stay far from the end of a long. */
    private static final double LONGEST_NANOS = 1e17;

    static FixedTiming read(OptionReader reader) {
        return new FixedTiming(
                reader.duration(SimOption.TTFT),
                reader.duration(SimOption.ITL),
                reader.number(SimOption.TTFT_CV, 0, Lognormal.MOST_CV),
                reader.number(SimOption.ITL_CV, 0, Lognormal.MOST_CV),
                reader.duration(SimOption.TTFT_PER_TOKEN),
                reader.duration(SimOption.ITL_PER_TOKEN),
                reader.duration(SimOption.TTFT_PER_RUNNING),
                reader.duration(SimOption.ITL_PER_RUNNING));
    }

    /** Time from arrival to the first token. */
    long firstNanos(long seed, int promptTokens, int running) {
        double mean = ttft.toNanos()
                + (double) ttftPerToken.toNanos() * promptTokens
                + (double) ttftPerRunning.toNanos() * running;
        return nanos(ttftCv == 0 ? mean : mean * Lognormal.draw(ttftCv, seed, 0));
    }

    /** The gap of every token, unless {@link #unevenGaps()}. */
    long gapNanos(int running) {
        return nanos(itl.toNanos() + (double) itlPerRunning.toNanos() * running);
    }

    /** Whether gaps of one choice differ. */
    boolean unevenGaps() {
        return itlCv > 0 || !itlPerToken.isZero();
    }

    /** The gap before the token of an index of at least 1. */
    long gapNanos(long seed, int token, int running) {
        double mean = gapNanos(running) + (double) itlPerToken.toNanos() * token;
        return nanos(itlCv == 0 ? mean : mean * Lognormal.draw(itlCv, seed, token));
    }

    private static long nanos(double nanos) {
        return Math.round(Math.min(nanos, LONGEST_NANOS));
    }
}
