package io.infermark.advice;

import io.infermark.api.Precision;
import io.infermark.classes.KnownTypes;
import io.infermark.config.master.ModelFacts;
import io.infermark.model.HardwareSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The table of {@code docs/tuning.md}, in Markdown: for each model and kind of hardware the smallest TP that fits, and how many requests its KV cache holds. */
final class TuningTable {
    private static final List<String> HARDWARE = List.of("h100", "h200", "b200", "mi300x", "mi355x");
    private static final List<Precision> FOUR_BITS = List.of(Precision.FP4, Precision.MXFP4);
    private static final int ISL = 8192;
    private static final int OSL = 1024;

    private TuningTable() {}

    static List<String> lines(ModelFacts facts) {
        List<String> lines = new ArrayList<>();
        lines.add("| Model | Hardware | BF16 | FP8 | 4 bits |");
        lines.add("|---|---|---|---|---|");
        List<ModelShape> models = facts.names().stream()
                .flatMap(name -> ModelShape.of(name, facts).stream())
                .sorted(Comparator.comparingDouble(ModelShape::parametersBillions))
                .toList();
        for (ModelShape model : models) {
            for (String name : HARDWARE) {
                HardwareSpec hardware = KnownTypes.hardware(name).orElseThrow();
                lines.add("| " + model.id() + " | " + name + " | " + cell(model, hardware, List.of(Precision.BF16))
                        + " | " + cell(model, hardware, List.of(Precision.FP8)) + " | "
                        + cell(model, hardware, FOUR_BITS) + " |");
            }
        }
        return lines;
    }

    /** By the first of these precisions that the hardware has. */
    private static String cell(ModelShape model, HardwareSpec hardware, List<Precision> precisions) {
        Optional<Precision> precision =
                precisions.stream().filter(hardware.precisions()::contains).findFirst();
        if (precision.isEmpty()) {
            return "no kernels";
        }
        List<Candidate> candidates =
                Advisor.candidates(new Question(model, hardware, ISL, OSL, 1, List.of(precision.get()), false));
        return candidates.stream()
                .filter(candidate -> candidate.ep() == 1 && candidate.fits())
                .findFirst()
                .map(candidate -> "tp " + candidate.tp() + ", " + candidate.maxConcurrency() + " requests")
                .orElse("does not fit");
    }
}
