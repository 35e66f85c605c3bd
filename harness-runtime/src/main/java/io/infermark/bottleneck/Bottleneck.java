package io.infermark.bottleneck;

/**
 * Why a point was not faster.
 *
 * @param point its id
 * @param evidence the figures that say so, one sentence
 * @param fix what to change
 */
public record Bottleneck(String point, Kind kind, String evidence, String fix) {
    /** What was in the way. */
    public enum Kind {
        CLIENT_BOUND("ClientBound"),
        QUEUEING("Queueing"),
        CONCURRENCY_TOO_LOW("ConcurrencyTooLow"),
        GPU_UNDERUSED("GpuUnderused");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The stable code. */
        public String label() {
            return label;
        }
    }

    /** One line: {@code [CODE] point: evidence Fix: fix}. */
    public String text() {
        return "[" + kind.label() + "] " + point + ": " + evidence + " Fix: " + fix;
    }
}
