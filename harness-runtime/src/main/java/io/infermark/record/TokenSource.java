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

    /** Whether the tokens of events claim to be exact. Retokenised text claims nothing: it may be split otherwise than it was generated. */
    public boolean exact() {
        return switch (this) {
            case IDS, CONTINUOUS, LOGPROBS -> true;
            case RETOKENISED, NONE -> false;
        };
    }

    /**
     * What of the server's count the events do not explain, where both claim to be exact; else 0. One token for each choice that stopped by itself is explained: the token that
     * ended it is in the usage but, in llama.cpp for one, in no event.
     *
     * @param stated the server's count; below 0: none
     * @param counted the sum over the events
     * @param stopped choices that stopped by themselves
     */
    public long unexplained(long stated, long counted, int stopped) {
        if (!exact() || stated < 0) {
            return 0;
        }
        long difference = stated - counted;
        return difference >= 0 && difference <= stopped ? 0 : difference;
    }

    /** The name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
