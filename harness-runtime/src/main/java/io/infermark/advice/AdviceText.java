package io.infermark.advice;

import io.infermark.model.HardwareSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer as lines for people. */
public final class AdviceText {
    private static final String ROW = "%-9s  %3s  %3s  %11s  %12s  %12s  %15s  %s";

    private AdviceText() {}

    /** The question, the table, and the smallest combination that holds all streams. */
    public static List<String> lines(Question question, List<Candidate> candidates) {
        List<String> lines = new ArrayList<>();
        lines.add(model(question.model()));
        lines.add(hardware(question.hardware()));
        lines.add(question.isl() + " tokens in, " + question.osl() + " out, context " + Advisor.context(question)
                + " tokens, " + question.concurrency() + " streams"
                + (question.dpAttention() ? ", data-parallel attention" : "") + "; KV cache in BF16, GiB of one GPU");
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "precision",
                "tp",
                "ep",
                "weights GiB",
                "KV/request",
                "headroom GiB",
                "max concurrency",
                "verdict"));
        candidates.forEach(candidate -> lines.add(row(candidate)));
        lines.add("");
        lines.add(conclusion(question, candidates));
        return lines;
    }

    private static String model(ModelShape model) {
        String size = number(model.parametersBillions(), "%.4g") + " billion parameters";
        return model.cacheKnown()
                ? model.id() + ": " + size + ", " + model.layers() + " layers, " + model.kvHeads() + " KV heads of "
                        + model.headDim() + (model.experts() > 0 ? ", " + model.experts() + " experts" : "")
                : model.id() + ": " + size + " by its name; its shape is not known, so only weights are estimated"
                        + " (--layers, --kv-heads and --head-dim state it)";
    }

    private static String hardware(HardwareSpec hardware) {
        return hardware.name() + ": " + hardware.gpusPerNode() + " GPUs a node"
                + (hardware.nodes() > 1 ? ", " + hardware.nodes() + " nodes" : "")
                + (hardware.memoryGib() > 0
                        ? ", " + number(hardware.memoryGib(), "%.1f") + " GiB each"
                        : ", memory not limited by it");
    }

    private static String row(Candidate candidate) {
        return String.format(
                Locale.ROOT,
                ROW,
                candidate.precision().label(),
                candidate.tp(),
                candidate.ep(),
                number(candidate.weightsGib(), "%.1f"),
                number(candidate.cacheGib(), "%.3f"),
                number(candidate.headroomGib(), "%.1f"),
                candidate.maxConcurrency() == null ? "-" : candidate.maxConcurrency(),
                candidate.verdict().label());
    }

    private static String conclusion(Question question, List<Candidate> candidates) {
        Optional<Candidate> smallest = Advisor.smallest(candidates);
        if (smallest.isPresent()) {
            Candidate best = smallest.get();
            int replicas = question.hardware().gpus() / best.gpus();
            return "Smallest that holds " + question.concurrency() + " streams: "
                    + best.precision().label() + " with tp " + best.tp()
                    + (replicas > 1 ? ", " + replicas + " replicas on these GPUs" : "")
                    + ". An upper bound: activations, graphs and the engine's reserve are not in it.";
        }
        return candidates.stream().anyMatch(Candidate::fits)
                ? "None holds " + question.concurrency()
                        + " streams of this length: requests will wait inside the engine. Lower the concurrency or the lengths, or add nodes (--nodes)."
                : "It does not fit in any way. Add nodes (--nodes), lower the precision, or take other hardware.";
    }

    private static String number(@Nullable Double value, String format) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
