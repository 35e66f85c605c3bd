package io.infermark.result;

import io.infermark.metric.Validity;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One fork of one point: the unit of resume and of failure.
 *
 * @param validity what is wrong with the trial as a whole; its windows have verdicts of their own
 * @param fork from 0
 * @param status only {@link Status#FINISHED} trials are not run again on resume
 * @param failure null if finished
 * @param startedAt wall clock, ISO-8601; epoch of the records
 * @param seconds whole trial, start of the server not included
 * @param iterations warm-up ones first
 * @param files paths relative to the point's folder, by what they are: {@code records}, {@code serverLog}, {@code gpu} (samples of power and activity), {@code engineMetrics},
 *     {@code energyCounterCheck}
 * @param endpoint what the endpoint said of itself, and what requests asked of it: dialect, engineVersion, model, prompts and the like
 * @param generator the load generator's own figures: watchdogs, certificate, CPU
 * @param profile figures of the profilers that were asked for, {@code profiler.name}
 */
public record TrialResult(
        Validity validity,
        int fork,
        Status status,
        @Nullable Failure failure,
        String startedAt,
        double seconds,
        ServerTimings server,
        List<IterationResult> iterations,
        Map<String, String> files,
        Map<String, String> endpoint,
        Map<String, String> generator,
        Map<String, Double> profile) {
    /** How it ended. */
    public enum Status {
        FINISHED,
        FAILED,
        INTERRUPTED
    }

    public TrialResult {
        Objects.requireNonNull(validity, "a trial without a validity");
        Objects.requireNonNull(status, "a trial without a status");
        Objects.requireNonNull(server, "a trial without the server's times");
        iterations = List.copyOf(iterations);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        endpoint = Collections.unmodifiableMap(new TreeMap<>(endpoint));
        generator = Collections.unmodifiableMap(new TreeMap<>(generator));
        profile = Collections.unmodifiableMap(new TreeMap<>(profile));
    }

    /** The same with the server's times as they are known now. */
    public TrialResult with(ServerTimings known) {
        return new TrialResult(
                validity,
                fork,
                status,
                failure,
                startedAt,
                seconds,
                known,
                iterations,
                files,
                endpoint,
                generator,
                profile);
    }

    /** Iterations that count. */
    public List<IterationResult> measured() {
        return iterations.stream().filter(iteration -> !iteration.warmup()).toList();
    }
}
