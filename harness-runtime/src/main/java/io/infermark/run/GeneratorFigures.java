package io.infermark.run;

import io.infermark.calibration.CalibrationFigures;
import io.infermark.fork.FromGenerator;
import io.infermark.result.IterationResult;
import io.infermark.result.OverheadCertificate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The generator's figures of itself over the measured windows of a trial: the worst of each, since one bad window is enough to mislead. */
final class GeneratorFigures {
    private GeneratorFigures() {}

    /** @param iterations by whose TTFT the certificate is judged */
    static Map<String, String> of(
            List<FromGenerator.WindowEnded> windows, Certificate certificate, List<IterationResult> iterations) {
        Map<String, Double> worst = new TreeMap<>();
        for (FromGenerator.WindowEnded window : windows) {
            if (!window.warmup()) {
                window.health().forEach((name, value) -> worst.merge(name, value, Math::max));
            }
        }
        worst.putAll(certificate.figures());
        if (certificate.measured()) {
            Double lowest = lowestMedianTtft(iterations);
            worst.put(OverheadCertificate.MEAN_BOUND, CalibrationFigures.meanBoundMillis(lowest));
            worst.put(OverheadCertificate.P99_BOUND, CalibrationFigures.p99BoundMillis(lowest));
        }
        Map<String, String> text = new TreeMap<>();
        worst.forEach((name, value) -> text.put(
                name,
                value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString(value.longValue())
                        : String.format(Locale.ROOT, name.endsWith("Share") ? "%.5f" : "%.3f", value)));
        if (windows.stream().anyMatch(window -> !window.warmup()) && !worst.containsKey(GeneratorFitness.HOST_STEAL)) {
            text.put("hostStealAbsent", "this platform does not count what a hypervisor takes (no /proc/stat)");
        }
        return text;
    }

    /** The window with the lowest one has the strictest bound. */
    private static @Nullable Double lowestMedianTtft(List<IterationResult> iterations) {
        return iterations.stream()
                .filter(iteration -> !iteration.warmup())
                .map(iteration -> iteration.metrics().ttftMs().shown().p50())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
