package io.infermark.endpoint;

import java.util.Locale;

/**
 * What is asked for so that the tokens of a single event can be counted.
 *
 * <p>{@link #AUTO} takes continuous usage where there is a choice: it grows each event by a constant, while token ids also bring the whole prompt back in the first event, in the
 * middle of TTFT (about 50 KB for 8,000 tokens).
 */
public enum TokenCounting {
    /** The cheapest exact way that the server has. */
    AUTO,
    /** {@code stream_options.continuous_usage_stats}. */
    CONTINUOUS,
    /** {@code return_token_ids}. */
    IDS,
    /** Neither: the wire is as small as can be, and ITL is absent where events hold several tokens. */
    NONE;

    /** The name in options and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
