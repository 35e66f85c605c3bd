package io.infermark.result;

import io.infermark.metric.PointSummary;
import io.infermark.metric.Validity;
import io.infermark.metric.Validity.Code;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The native result of one point, {@code result.json}.
 *
 * @param failure why the point has no trial at all; null if it has one
 * @param summary null without a measured window
 * @param environment CPU, governor, kernel, JVM, GPU: what the machine was like
 */
public record PointResult(
        Schema schema,
        Validity validity,
        Provenance provenance,
        PointRef point,
        Subject subject,
        Settings settings,
        @Nullable Failure failure,
        @Nullable PointSummary summary,
        List<TrialResult> trials,
        Map<String, String> environment) {
    public PointResult {
        trials = List.copyOf(trials);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** A point of which at least one trial began; its verdict is that of its trials, and invalid if a planned trial or iteration is missing. */
    public static PointResult of(
            PointRef point,
            Subject subject,
            Provenance provenance,
            Settings settings,
            List<TrialResult> trials,
            @Nullable PointSummary summary,
            Map<String, String> environment) {
        Validity validity = Validity.over(trials.stream()
                .flatMap(trial -> trial.measured().stream())
                .map(IterationResult::validity)
                .toList());
        for (TrialResult trial : trials) {
            validity = validity.and(trial.validity());
            Failure failure = trial.failure();
            if (trial.status() == TrialResult.Status.INTERRUPTED) {
                validity = validity.with(Code.INTERRUPTED, "fork " + (trial.fork() + 1) + " was interrupted");
            } else if (failure != null) {
                validity = validity.with(
                        Code.TRIAL_FAILED,
                        "fork " + (trial.fork() + 1) + ": [" + failure.code() + "] " + failure.message());
            }
        }
        long windows =
                trials.stream().mapToLong(trial -> trial.measured().size()).sum();
        long planned = (long) settings.forks() * settings.iterations();
        if (windows < planned) {
            validity = validity.with(Code.INCOMPLETE, windows + " of " + planned + " planned windows were measured");
        }
        return new PointResult(
                Schema.RESULT, validity, provenance, point, subject, settings, null, summary, trials, environment);
    }

    /** A planned point that never came to a trial. */
    public static PointResult failed(
            PointRef point,
            Subject subject,
            Provenance provenance,
            Settings settings,
            Failure failure,
            Map<String, String> environment) {
        Validity validity = Validity.OK.with(Code.TRIAL_FAILED, "[" + failure.code() + "] " + failure.message());
        return new PointResult(
                Schema.RESULT, validity, provenance, point, subject, settings, failure, null, List.of(), environment);
    }
}
