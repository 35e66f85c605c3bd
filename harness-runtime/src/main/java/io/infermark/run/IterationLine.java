package io.infermark.run;

import io.infermark.metric.GpuEnergy;
import io.infermark.metric.Validity;
import io.infermark.metric.WindowMetrics;
import io.infermark.result.IterationResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One iteration in a line. A figure that can't be supported is left out. */
final class IterationLine {
    private IterationLine() {}

    static String of(IterationResult result) {
        WindowMetrics metrics = result.metrics();
        StringBuilder line = new StringBuilder();
        if (result.validity().state() == Validity.State.INVALID) {
            line.append("INVALID (")
                    .append(result.validity().reasons().get(0).message())
                    .append("); ");
        }
        line.append(metrics.counts().ok()).append(" ok");
        if (metrics.counts().failed() > 0) {
            line.append(", ")
                    .append(metrics.counts().failed())
                    .append(" failed ")
                    .append(metrics.counts().failures());
        }
        append(line, "%.1f out tok/s", metrics.throughput().outputTokens());
        append(line, "TTFT p50 %.2f ms", metrics.ttftMs().shown().p50());
        append(line, "TPOT p50 %.2f ms", metrics.tpotMs().p50());
        append(line, "E2EL p50 %.1f ms", metrics.e2elMs().shown().p50());
        GpuEnergy energy = metrics.energy();
        if (energy != null) {
            append(
                    line,
                    energy.origin() == GpuEnergy.Origin.FAKE ? "FAKE %.3f J/out tok" : "%.3f J/out tok",
                    energy.joulesPerOutputToken());
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String format, @Nullable Double value) {
        if (value != null) {
            line.append(", ").append(String.format(Locale.ROOT, format, value));
        }
    }
}
