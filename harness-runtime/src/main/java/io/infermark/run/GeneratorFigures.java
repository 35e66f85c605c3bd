package io.infermark.run;

import io.infermark.fork.FromGenerator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The generator's figures of itself over the measured windows of a trial: the worst of each, since one bad window is enough to mislead. */
final class GeneratorFigures {
    private GeneratorFigures() {}

    static Map<String, String> of(List<FromGenerator.WindowEnded> windows, Certificate certificate) {
        Map<String, Double> worst = new TreeMap<>();
        for (FromGenerator.WindowEnded window : windows) {
            if (!window.warmup()) {
                window.health().forEach((name, value) -> worst.merge(name, value, Math::max));
            }
        }
        worst.putAll(certificate.figures());
        Map<String, String> text = new TreeMap<>();
        worst.forEach((name, value) -> text.put(
                name,
                value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString(value.longValue())
                        : String.format(Locale.ROOT, "%.3f", value)));
        return text;
    }
}
