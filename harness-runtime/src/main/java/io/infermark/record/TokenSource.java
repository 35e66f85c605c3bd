package io.infermark.record;

import java.util.Locale;

/** How the tokens of a single event were counted. The total of a request is always the server's final usage where there is one. */
public enum TokenSource {
    /** The event carries the ids of its tokens. */
    IDS,
    /** Each event carries the running count ({@code continuous_usage_stats}). */
    CONTINUOUS,
    /** The event carries an entry of log probabilities for each token. */
    LOGPROBS,
    /** The accumulated text was tokenised again after the run. */
    RETOKENISED,
    /** Nothing exact was to be had: {@link RequestRecord#eventTokens()} is -1 throughout, and ITL is absent. */
    NONE;

    /** The name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
