package io.infermark.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure of the {@link OverheadCertificate} by its name in {@code trials[].generator} of {@code result.json}, for the formats that have a column for each.
 *
 * @param over how the figures of several trials become one
 */
record CertificateFigure(String name, Over over) {
    /** The main ones. */
    static final List<CertificateFigure> ALL = List.of(
            worst("calibrationBeforeTtftErrorMeanMicros"),
            worst("calibrationBeforeTtftErrorP99Micros"),
            worst("calibrationAfterTtftErrorMeanMicros"),
            worst("calibrationAfterTtftErrorP99Micros"),
            new CertificateFigure(OverheadCertificate.MEAN_BOUND, Over.LEAST),
            new CertificateFigure(OverheadCertificate.P99_BOUND, Over.LEAST),
            worst("loopLagMeanMicros"),
            worst("loopLagP99Micros"),
            worst("loopLagMaxMicros"),
            worst("loopRunQueueShare"),
            worst("loopForeignWaitShare"),
            worst("hostStealShare"),
            worst("loopCoreStealShare"),
            cost("costStartCpuMillis"),
            cost("costSelfWarmUpCpuMillis"),
            cost("costCalibrationBeforeCpuMillis"),
            cost("costCalibrationAfterCpuMillis"),
            cost("costWindowsCpuMillis"));

    /** How trials are put together. */
    enum Over {
        /** What is judged by the largest. */
        LARGEST,
        /** What is judged by the least, as a bound is. */
        LEAST,
        /** What adds up; JMH's JSON, which has a value for each window, has the mean of a trial. */
        SUM;

        private double together(double a, double b) {
            return switch (this) {
                case LARGEST -> Math.max(a, b);
                case LEAST -> Math.min(a, b);
                case SUM -> a + b;
            };
        }
    }

    private static CertificateFigure worst(String name) {
        return new CertificateFigure(name, Over.LARGEST);
    }

    private static CertificateFigure cost(String name) {
        return new CertificateFigure(name, Over.SUM);
    }

    /** Of a point; null if no trial has it. */
    @Nullable
    Double of(PointResult result) {
        return OverheadCertificate.figure(result, name, 1, over::together);
    }

    /** Of a trial; null if it has none. */
    @Nullable
    Double of(TrialResult trial) {
        String text = trial.generator().get(name);
        return text == null ? null : Double.valueOf(text);
    }

    /** As the name says it. */
    String unit() {
        return name.endsWith("Micros") ? "us" : name.endsWith("Millis") ? "ms" : "1";
    }
}
