package io.infermark.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How tokens were counted, over complete requests.
 *
 * @param source {@code usage} if every total is the server's final usage, {@code events} if every total had to be summed from exact events, {@code mixed}, or {@code none}
 * @param perEvent requests by the label of the {@link io.infermark.record.TokenSource} of their events
 * @param withoutUsage requests for which the server sent no usage
 * @param uncounted requests whose output length is not known from anything
 * @param mismatches requests whose exact event tokens do not add up to the usage
 * @param firstMismatch the first of them in words
 * @param inputTotal prompt tokens of complete requests by the server's usage; null if some is not known
 * @param outputTotal output tokens of complete requests; null if some is not known
 * @param failedOutput tokens that were seen of failed requests; part of no rate; null if they could not be counted
 * @param cachedTotal prompt tokens that the server took from its prefix cache; null if it did not say
 * @param cachedShare of the input; null if it did not say
 */
public record TokenCounts(
        String source,
        SortedMap<String, Integer> perEvent,
        int withoutUsage,
        int uncounted,
        int mismatches,
        @Nullable String firstMismatch,
        @Nullable Long inputTotal,
        @Nullable Long outputTotal,
        @Nullable Long failedOutput,
        @Nullable Long cachedTotal,
        @Nullable Double cachedShare) {
    public TokenCounts {
        perEvent = Collections.unmodifiableSortedMap(new TreeMap<>(perEvent));
    }
}
