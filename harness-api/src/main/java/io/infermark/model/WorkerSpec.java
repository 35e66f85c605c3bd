package io.infermark.model;

import java.util.List;

/**
 * Workers of one role; the members mean what {@link io.infermark.api.Worker} says.
 *
 * @param count -1: the row has no such block
 * @param hardware empty: the benchmark's own
 * @param settingsStated whether settings were written down, be it as an empty list
 */
public record WorkerSpec(
        int count, Parallelism parallelism, String hardware, List<String> settings, boolean settingsStated) {
    /** No block. */
    public static final WorkerSpec NONE = new WorkerSpec(-1, Parallelism.SINGLE, "", List.of(), false);

    public WorkerSpec {
        settings = List.copyOf(settings);
    }

    /** Whether the row has this block. */
    public boolean stated() {
        return count >= 0;
    }
}
