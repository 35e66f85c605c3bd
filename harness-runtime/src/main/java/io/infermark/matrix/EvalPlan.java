package io.infermark.matrix;

import io.infermark.config.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which rows carry evaluations. Sees every row twice, in the same order: first to learn, then to mark.
 *
 * <p>State grows with the number of distinct topologies, not with the number of rows.
 */
interface EvalPlan {

    /** First pass. */
    void learn(Map<String, Value> row);

    /**
     * Second pass.
     *
     * @return the row to print, or null to leave it out
     */
    @Nullable
    Map<String, Value> mark(Map<String, Value> row);
}
