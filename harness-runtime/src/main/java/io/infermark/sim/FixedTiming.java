package io.infermark.sim;

import java.time.Duration;

/**
 * When tokens are due under fixed timing; all of it is settled at arrival.
 *
 * <p>A choice's time to first token is ({@code ttft} + {@code ttftPerToken} * prompt tokens + {@code ttftPerKilotokenSquared} * (prompt tokens / 1000)² +
 * {@code ttftPerRunning} * overload) * J, and its i-th gap, before the token of index i ≥ 1, is ({@code itl} + {@code itlPerToken} * i + {@code itlPerRunning} *
 * overload) * J. Overload is the number of choices above {@code runningThreshold} that run when the request is taken up, itself not counted. J is a lognormal
 * draw of mean 1: one for each request, and one for each gap.
 *
 * <p>Nothing here is cut off: whoever plans an answer asks {@link #check} first.
 *
 * @param ttft arrival to first token
 * @param itl token to token
 * @param ttftCv coefficient of variation of the time to first token
 * @param itlCv coefficient of variation of each gap
 * @param ttftPerToken added for each prompt token
 * @param ttftPerKilotokenSquared added for the square of the prompt's length in thousands of tokens
 * @param itlPerToken added to a gap for each output token already made
 * @param ttftPerRunning added for each running choice above the threshold
 * @param itlPerRunning added to each gap for each running choice above the threshold
 * @param runningThreshold running choices that cost nothing
 */
public record FixedTiming(
        Duration ttft,
        Duration itl,
        double ttftCv,
        double itlCv,
        Duration ttftPerToken,
        Duration ttftPerKilotokenSquared,
        Duration itlPerToken,
        Duration ttftPerRunning,
        Duration itlPerRunning,
        int runningThreshold) {

    static FixedTiming read(OptionReader reader) {
        return new FixedTiming(
                reader.duration(SimOption.TTFT),
                reader.duration(SimOption.ITL),
                reader.number(SimOption.TTFT_CV, 0, Lognormal.MOST_CV),
                reader.number(SimOption.ITL_CV, 0, Lognormal.MOST_CV),
                reader.duration(SimOption.TTFT_PER_TOKEN),
                reader.duration(SimOption.TTFT_PER_KILOTOKEN_SQUARED),
                reader.duration(SimOption.ITL_PER_TOKEN),
                reader.duration(SimOption.TTFT_PER_RUNNING),
                reader.duration(SimOption.ITL_PER_RUNNING),
                reader.integer(SimOption.RUNNING_THRESHOLD, 0, Integer.MAX_VALUE));
    }

    /**
     * Refuses an answer whose last token could be due later than {@link OptionReader#LATEST_NANOS}, far below the end of a long.
     *
     * @param tokens output tokens
     */
    void check(int promptTokens, int running, int tokens) {
        double gaps = Math.max(0, tokens - 1);
        double latest = firstMean(promptTokens, running) * Lognormal.most(ttftCv)
                + (gapMean(running) * gaps + itlPerToken.toNanos() * gaps * (gaps + 1) / 2) * Lognormal.most(itlCv);
        if (latest > OptionReader.LATEST_NANOS) {
            throw HttpProblem.badRequest(
                    "[SimDueTooLate] the last of " + tokens + " tokens could be due " + OptionReader.minutes(latest)
                            + " after arrival, by ttft, itl and what is added to them for a prompt of " + promptTokens
                            + " tokens and " + running + " running choices, but no token may be due later than "
                            + OptionReader.minutes(OptionReader.LATEST_NANOS)
                            + " (a century) after it. Lower these options or max_tokens.",
                    null);
        }
    }

    /** Time from arrival to the first token. */
    long firstNanos(long seed, int promptTokens, int running) {
        double mean = firstMean(promptTokens, running);
        return Math.round(ttftCv == 0 ? mean : mean * Lognormal.draw(ttftCv, seed, 0));
    }

    private double firstMean(int promptTokens, int running) {
        // The product first, for it is exact where the quotient is not.
        double squared = (double) promptTokens * promptTokens * ttftPerKilotokenSquared.toNanos() / 1e6;
        return ttft.toNanos()
                + (double) ttftPerToken.toNanos() * promptTokens
                + squared
                + (double) ttftPerRunning.toNanos() * overload(running);
    }

    private int overload(int running) {
        return Math.max(0, running - runningThreshold);
    }

    /** The gap of every token, unless {@link #unevenGaps()}. */
    long gapNanos(int running) {
        return Math.round(gapMean(running));
    }

    private double gapMean(int running) {
        return itl.toNanos() + (double) itlPerRunning.toNanos() * overload(running);
    }

    /** Whether gaps of one choice differ. */
    boolean unevenGaps() {
        return itlCv > 0 || !itlPerToken.isZero();
    }

    /** The gap before the token of an index of at least 1. */
    long gapNanos(long seed, int token, int running) {
        double mean = gapMean(running) + (double) itlPerToken.toNanos() * token;
        return Math.round(itlCv == 0 ? mean : mean * Lognormal.draw(itlCv, seed, token));
    }
}
