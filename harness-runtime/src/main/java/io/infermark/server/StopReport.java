package io.infermark.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a stop went.
 *
 * @param toExit from the request to the end of the last process
 * @param exitCode of the main process; empty if it is not ours to know
 * @param killed whether the grace was over before it ended by itself
 * @param toMemoryFree from the request to the GPUs' memory being free again; empty without GPUs, or if it never was
 * @param notReleased what was still held at the end of the wait, a sentence each; empty: all released
 */
public record StopReport(
        Duration toExit,
        Optional<Integer> exitCode,
        boolean killed,
        Optional<Duration> toMemoryFree,
        List<String> notReleased) {
    public StopReport {
        notReleased = List.copyOf(notReleased);
    }
}
