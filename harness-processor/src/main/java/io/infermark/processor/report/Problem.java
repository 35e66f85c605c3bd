package io.infermark.processor.report;

/**
 * A message at a place.
 *
 * @param text with the code in brackets first
 */
public record Problem(Severity severity, Place place, String text) {
    /** What it means for the class. */
    public enum Severity {
        /** Nothing is generated for it. */
        ERROR,
        /** It can run and will mislead. */
        WARNING
    }
}
