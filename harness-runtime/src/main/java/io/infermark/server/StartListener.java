package io.infermark.server;

import java.time.Duration;

/** Told how a start goes on. */
@FunctionalInterface
public interface StartListener {
    /** Tells nobody. */
    StartListener SILENT = (elapsed, phase, lastLogLine) -> {};

    /**
     * A start is still under way.
     *
     * @param elapsed since the launch
     * @param lastLogLine the last line that the server printed, empty if none
     */
    void onProgress(Duration elapsed, StartPhase phase, String lastLogLine);
}
