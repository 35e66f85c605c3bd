package io.infermark.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure over the windows of a point: iterations of all forks, never requests.
 *
 * @param name such as {@code ttft_p99}
 * @param unit such as {@code ms}
 * @param perFork the figure of each measured window, forks outside, iterations inside; null where a window could not support it
 * @param n windows that have a value
 * @param mean the score: mean over windows; null unless every window has a value
 * @param sd over windows, divided by n − 1; null if n is below 2
 * @param ci95 half width of the t-interval at 95 %; null if n is below 3
 * @param ci999 half width at 99.9 %, which JMH prints; null if n is below 3
 * @param pooled the figure over the requests of all windows together; null for rates, and where too few
 * @param reason why {@code mean} or the intervals are null
 */
public record Statistic(
        String name,
        String unit,
        List<List<@Nullable Double>> perFork,
        int n,
        @Nullable Double mean,
        @Nullable Double sd,
        @Nullable Double ci95,
        @Nullable Double ci999,
        @Nullable Double pooled,
        @Nullable String reason) {

    public Statistic {
        // List.copyOf refuses the nulls of windows without a value.
        perFork = perFork.stream()
                .map(fork -> Collections.unmodifiableList(new ArrayList<>(fork)))
                .toList();
    }

    /** What a table shows: the mean over windows, else the pooled value, else null. */
    public @Nullable Double shown() {
        return mean != null ? mean : pooled;
    }
}
