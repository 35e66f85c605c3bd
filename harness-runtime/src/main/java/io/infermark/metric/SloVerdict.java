package io.infermark.metric;

import org.jspecify.annotations.Nullable;

/**
 * One service level objective against the attempts of a window or of a point. Failures count as +∞.
 *
 * @param name as declared, such as {@code ttftP99}
 * @param limitMs the bound
 * @param attempts values that the percentile was taken over, failures included; tokens for ITL
 * @param valueMs the percentile over attempts; null if it is infinite or undecided
 * @param reason why it is missed without a value, or undecided
 */
public record SloVerdict(
        String name,
        double limitMs,
        long attempts,
        @Nullable Double valueMs,
        Verdict verdict,
        @Nullable String reason) {
    /** The answer. */
    public enum Verdict {
        MET,
        MISSED,
        UNDECIDED
    }
}
