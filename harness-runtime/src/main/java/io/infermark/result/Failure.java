package io.infermark.result;

/**
 * Why a trial or a point has no figures.
 *
 * @param code stable, such as {@code ServerNotReady}
 * @param message what, where, why, suggestion; no secret
 */
public record Failure(String code, String message) {}
