package io.infermark.plan;

/**
 * One point on one fork: the unit of the run log, of {@code -resume} and of failure.
 *
 * @param fork from 0, warm-up forks first
 * @param discarded whether it is a warm-up fork, whose figures are thrown away
 */
public record Trial(PlannedPoint planned, int fork, boolean discarded) {
    /** {@code id@fork}, as the run log writes it. */
    public String key() {
        return planned.id() + "@" + fork;
    }
}
