package io.infermark.result;

import io.infermark.metric.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a point's load generator added to its figures, as every report shows it: the worst over the point's trials, each figure by itself. In milliseconds; null: not measured.
 *
 * @param verdict a word
 * @param before mean and p99 of the error of TTFT in the calibration before the measured windows
 * @param after the same after them
 * @param bound what they may be at most, by the lowest median TTFT of the measured windows
 * @param lag how late the event loop read in the measured windows
 * @param lagMax the one latest
 * @param runQueueShare share of the windows that the event loops waited for a core, a figure that judges nothing
 * @param foreignWaitShare the least of it that other processes were the cause of
 * @param stealShare share of the windows that a hypervisor took, of all cores or of the event loop's core, whichever is more
 * @param cost what its processes took, which is in no other figure
 */
public record OverheadCertificate(
        Verdict verdict,
        MeanAndP99 before,
        MeanAndP99 after,
        MeanAndP99 bound,
        MeanAndP99 lag,
        @Nullable Double lagMax,
        @Nullable Double runQueueShare,
        @Nullable Double foreignWaitShare,
        @Nullable Double stealShare,
        Cost cost) {

    /** Name of the figure of the generator that holds a bound of the mean error. */
    public static final String MEAN_BOUND = "overheadMeanBoundMillis";

    /** The same of the 99th percentile. */
    public static final String P99_BOUND = "overheadP99BoundMillis";

    /** Whether the generator could measure. */
    public enum Verdict {
        FIT("fit"),
        UNFIT("UNFIT"),
        NOT_CALIBRATED("not calibrated");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        /** As reports print it. */
        public String label() {
            return label;
        }
    }

    /** In milliseconds; null: not measured. */
    public record MeanAndP99(
            @Nullable Double mean, @Nullable Double p99) {}

    /**
     * Time of the load generator's processes by what it was spent on, together over trials.
     *
     * @param start from the start of a process to a known endpoint, self-warm-up not included
     * @param selfWarmUp of the client, before it touches the server with load
     * @param calibration before and after the measured windows
     * @param windows measured ones with their drain
     */
    public record Cost(Spent start, Spent selfWarmUp, Spent calibration, Spent windows) {}

    /** In seconds; null: not measured. */
    public record Spent(@Nullable Double wall, @Nullable Double cpu) {
        private Spent plus(Spent other) {
            return new Spent(sum(wall, other.wall), sum(cpu, other.cpu));
        }

        private static @Nullable Double sum(@Nullable Double a, @Nullable Double b) {
            return a == null ? b : b == null ? a : Double.valueOf(a + b);
        }
    }

    /** Of a point; it is {@link Verdict#NOT_CALIBRATED} if no trial came so far. */
    public static OverheadCertificate of(PointResult result) {
        MeanAndP99 before = calibrated(result, "calibrationBefore");
        MeanAndP99 after = calibrated(result, "calibrationAfter");
        boolean unfit = result.validity().reasons().stream()
                .anyMatch(finding -> finding.code().equals(Validity.Code.GENERATOR_UNFIT.label()));
        Verdict calibrated = before.mean == null && after.mean == null ? Verdict.NOT_CALIBRATED : Verdict.FIT;
        return new OverheadCertificate(
                unfit ? Verdict.UNFIT : calibrated,
                before,
                after,
                new MeanAndP99(figure(result, MEAN_BOUND, 1, Math::min), figure(result, P99_BOUND, 1, Math::min)),
                new MeanAndP99(
                        figure(result, "loopLagMeanMicros", 1e-3, Math::max),
                        figure(result, "loopLagP99Micros", 1e-3, Math::max)),
                figure(result, "loopLagMaxMicros", 1e-3, Math::max),
                figure(result, "loopRunQueueShare", 1, Math::max),
                figure(result, "loopForeignWaitShare", 1, Math::max),
                larger(
                        figure(result, "hostStealShare", 1, Math::max),
                        figure(result, "loopCoreStealShare", 1, Math::max)),
                new Cost(
                        spent(result, "Start"),
                        spent(result, "SelfWarmUp"),
                        spent(result, "CalibrationBefore").plus(spent(result, "CalibrationAfter")),
                        spent(result, "Windows")));
    }

    private static @Nullable Double larger(@Nullable Double a, @Nullable Double b) {
        return a == null ? b : b == null ? a : Double.valueOf(Math.max(a, b));
    }

    private static Spent spent(PointResult result, String part) {
        return new Spent(
                figure(result, "cost" + part + "Millis", 1e-3, Double::sum),
                figure(result, "cost" + part + "CpuMillis", 1e-3, Double::sum));
    }

    private static MeanAndP99 calibrated(PointResult result, String when) {
        return new MeanAndP99(
                figure(result, when + "TtftErrorMeanMicros", 1e-3, Math::max),
                figure(result, when + "TtftErrorP99Micros", 1e-3, Math::max));
    }

    static @Nullable Double figure(PointResult result, String name, double factor, BinaryOperator<Double> worse) {
        return result.trials().stream()
                .map(trial -> trial.generator().get(name))
                .filter(text -> text != null)
                .map(text -> Double.parseDouble(text) * factor)
                .reduce(worse)
                .orElse(null);
    }

    /** One sentence for several points, the worst of each figure; empty if none of them was calibrated. */
    public static String sentence(List<PointResult> results) {
        List<OverheadCertificate> certificates = results.stream()
                .map(OverheadCertificate::of)
                .filter(certificate -> certificate.before.mean != null || certificate.after.mean != null)
                .collect(Collectors.toCollection(ArrayList::new));
        if (certificates.isEmpty()) {
            return "";
        }
        return String.format(
                        Locale.ROOT,
                        "Load generator, against a simulator: first tokens read %s ms late before and %s after (mean, at most %s), p99 %s and %s (at most %s); its loop %s ms late while measuring (mean).%s",
                        text(worst(certificates, c -> c.before.mean, Math::max)),
                        text(worst(certificates, c -> c.after.mean, Math::max)),
                        text(worst(certificates, c -> c.bound.mean, Math::min)),
                        text(worst(certificates, c -> c.before.p99, Math::max)),
                        text(worst(certificates, c -> c.after.p99, Math::max)),
                        text(worst(certificates, c -> c.bound.p99, Math::min)),
                        text(worst(certificates, c -> c.lag.mean, Math::max)),
                        certificates.size() == 1 ? "" : " Worst of " + certificates.size() + " points.")
                + cost(certificates);
    }

    private static String cost(List<OverheadCertificate> certificates) {
        Spent selfWarmUp = new Spent(null, null);
        Spent calibration = selfWarmUp;
        Spent windows = selfWarmUp;
        for (OverheadCertificate certificate : certificates) {
            selfWarmUp = selfWarmUp.plus(certificate.cost.selfWarmUp);
            calibration = calibration.plus(certificate.cost.calibration);
            windows = windows.plus(certificate.cost.windows);
        }
        return windows.cpu == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        " Its CPU time: %s s in measured windows, apart from %s s of calibration and %s s of self-warm-up.",
                        text(windows.cpu),
                        text(calibration.cpu),
                        text(selfWarmUp.cpu));
    }

    private static @Nullable Double worst(
            List<OverheadCertificate> certificates,
            Function<OverheadCertificate, @Nullable Double> figure,
            BinaryOperator<Double> worse) {
        Double worst = null;
        for (OverheadCertificate certificate : certificates) {
            Double value = figure.apply(certificate);
            if (value != null) {
                worst = worst == null ? value : worse.apply(worst, value);
            }
        }
        return worst;
    }

    /** A number with two digits after the point; {@value TableColumn#ABSENT} if not measured. */
    public static String text(@Nullable Double millis) {
        return millis == null ? TableColumn.ABSENT : String.format(Locale.ROOT, "%.2f", millis);
    }
}
