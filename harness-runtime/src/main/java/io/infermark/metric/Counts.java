package io.infermark.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the requests of a window.
 *
 * @param scheduled requests that were due, sent or not
 * @param recorded records; fewer than scheduled after an interruption or a crash
 * @param sent requests whose last byte left
 * @param ok complete ones
 * @param failed all others that have a record
 * @param failures the failed ones by the label of their {@link io.infermark.record.Outcome}
 * @param firstFailure what the first failed record says; null if none failed
 * @param shortOutputs complete ones whose output was shorter than planned
 * @param longOutputs complete ones whose output was longer than planned
 * @param tpotUndefined complete ones with too few tokens, or events, for a TPOT
 */
public record Counts(
        int scheduled,
        int recorded,
        int sent,
        int ok,
        int failed,
        SortedMap<String, Integer> failures,
        @Nullable String firstFailure,
        int shortOutputs,
        int longOutputs,
        int tpotUndefined) {
    public Counts {
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
    }
}
