package io.infermark.run;

import io.infermark.calibration.CalibrationFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the generator added to a trial's figures, measured against a simulator before and after its windows.
 *
 * @param before null: not measured
 * @param after null: not measured
 * @param absent why there is none; empty: there is
 * @param problem why the generator could not be calibrated although it should; empty: it could
 * @param cost what each part of the trial took of the generator's process, by name with unit
 */
record Certificate(
        @Nullable CalibrationFigures before,
        @Nullable CalibrationFigures after,
        String absent,
        String problem,
        Map<String, Double> cost) {
    Certificate {
        cost = Map.copyOf(cost);
    }

    /** What makes a window of this median TTFT invalid. */
    List<String> faults(@Nullable Double medianTtftMillis) {
        List<String> faults = new ArrayList<>();
        if (!problem.isEmpty()) {
            faults.add(problem);
        }
        if (before != null) {
            faults.addAll(before.faults("before", medianTtftMillis));
        }
        if (after != null) {
            faults.addAll(after.faults("after", medianTtftMillis));
        }
        return faults;
    }

    /** Whether there is a calibration. */
    boolean measured() {
        return before != null || after != null;
    }

    /** Its figures by name with unit. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>(cost);
        if (before != null) {
            figures.putAll(before.named("calibrationBefore"));
        }
        if (after != null) {
            figures.putAll(after.named("calibrationAfter"));
        }
        return figures;
    }
}
