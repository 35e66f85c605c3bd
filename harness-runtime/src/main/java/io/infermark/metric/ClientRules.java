package io.infermark.metric;

/** Whose rules {@link UpstreamFigures} follow in what a success, an event and the end of a request are. Native figures follow none of these. */
public enum ClientRules {
    /** Ours: token events of complete requests. */
    NATIVE,
    /** InferenceX's client on completions. */
    INFERENCEX_COMPLETIONS,
    /** InferenceX's client on chat completions. */
    INFERENCEX_CHAT
}
