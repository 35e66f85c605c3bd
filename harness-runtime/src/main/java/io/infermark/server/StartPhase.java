package io.infermark.server;

/** What a start is waiting for. */
public enum StartPhase {
    /** The health path to answer 200. */
    HEALTH,
    /** The model list to hold the served model. */
    MODELS,
    /** The first completion. */
    FIRST_COMPLETION
}
