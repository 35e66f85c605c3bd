package io.infermark.priority;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the run around a job.
 *
 * @param event of the workflow, such as {@code push}; empty: none
 * @param labels of the pull request
 * @param namespace under which queue tokens are unique
 * @param pullRequest null: none
 * @param criteria what a classifier said the change is about; only these count then. Null: everything that a row is counts; empty: nothing does
 */
public record PriorityContext(
        String event,
        Set<String> labels,
        String namespace,
        @Nullable Long pullRequest,
        @Nullable Set<String> criteria) {
    public PriorityContext {
        labels = Set.copyOf(labels);
        criteria = criteria == null ? null : Set.copyOf(criteria);
    }
}
