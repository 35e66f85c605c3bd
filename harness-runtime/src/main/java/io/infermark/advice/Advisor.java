package io.infermark.advice;

import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import io.infermark.validation.Finding;
import io.infermark.validation.MemoryEstimate;
import io.infermark.validation.SpecValidator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers a {@link Question}: every combination of precision, TP and EP that the validator lets through, or refuses for want of memory alone. */
public final class Advisor {
    private static final String TOO_LARGE = "MemoryTooSmall";
    private static final String TIGHT = "MemoryTight";

    /** An engine that has everything, so that only model and hardware speak. */
    private static final EngineSpec ANY_ENGINE = new EngineSpec(
            "custom", List.of(), List.of(), List.of(), List.of(SpecDecoding.NONE), true, true, true, Launch.PROCESS);

    private Advisor() {}

    /** The candidates: by precision in the order asked, then TP, then EP. */
    public static List<Candidate> candidates(Question question) {
        List<Candidate> candidates = new ArrayList<>();
        for (Precision precision : question.precisions()) {
            for (int tp : tensorParallel(question.hardware())) {
                for (int ep : expertParallel(question.model(), tp)) {
                    candidate(question, precision, tp, ep).ifPresent(candidates::add);
                }
            }
        }
        return candidates;
    }

    /** The one with the fewest GPUs that holds all streams, the precision asked for first among equals; empty if none does. */
    public static Optional<Candidate> smallest(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.verdict() == Candidate.Verdict.FITS)
                .min(Comparator.comparingInt(Candidate::gpus));
    }

    private static List<Integer> tensorParallel(HardwareSpec hardware) {
        List<Integer> values = new ArrayList<>();
        for (int tp = 1; tp <= hardware.gpus(); tp *= 2) {
            values.add(tp);
        }
        if (!values.contains(hardware.gpus())) {
            values.add(hardware.gpus());
        }
        return values;
    }

    private static List<Integer> expertParallel(ModelShape model, int tp) {
        List<Integer> values = new ArrayList<>(List.of(1));
        for (int ep = 2; ep <= tp; ep *= 2) {
            if (model.experts() > 0 && model.experts() % ep == 0) {
                values.add(ep);
            }
        }
        return values;
    }

    private static Optional<Candidate> candidate(Question question, Precision precision, int tp, int ep) {
        List<Finding> findings = SpecValidator.validateServing(declaration(question, precision, tp, ep));
        Candidate.Verdict verdict = Candidate.Verdict.FITS;
        String reason = "";
        for (Finding finding : findings) {
            if (finding.code().equals(TOO_LARGE)) {
                verdict = Candidate.Verdict.TOO_LARGE;
                reason = finding.message();
            } else if (finding.code().equals(TIGHT)) {
                verdict = Candidate.Verdict.TIGHT;
                reason = finding.message();
            } else if (finding.severity() == Finding.Severity.ERROR) {
                return Optional.empty();
            }
        }
        Parallelism parallelism = new Parallelism(tp, 1, 1, 1, ep, question.dpAttention());
        MemoryEstimate estimate = MemoryEstimate.of(question.model().spec(precision), parallelism)
                .orElseThrow(() -> new IllegalArgumentException("a model of a question has a size"));
        double memory = question.hardware().memoryGib();
        Double cache = question.model().cacheKnown() ? (Double) estimate.kvGib(context(question)) : null;
        Double headroom = memory > 0 ? (Double) (memory - estimate.weightsGib()) : null;
        return Optional.of(new Candidate(
                precision,
                tp,
                ep,
                Math.toIntExact(parallelism.gpus()),
                verdict,
                estimate.weightsGib(),
                cache,
                headroom,
                maxConcurrency(headroom, cache),
                reason));
    }

    private static @Nullable Integer maxConcurrency(@Nullable Double headroom, @Nullable Double cache) {
        return headroom == null || cache == null ? null : (Integer) (int) Math.max(0, Math.floor(headroom / cache));
    }

    /** Tokens that one request may fill. */
    static int context(Question question) {
        return question.isl() + question.osl() + BenchmarkSpec.CONTEXT_MARGIN;
    }

    private static BenchmarkSpec declaration(Question question, Precision precision, int tp, int ep) {
        SweepRow row = new SweepRow(
                "",
                List.of(tp),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(ep),
                List.of(question.dpAttention()),
                List.of(SpecDecoding.NONE),
                List.of(),
                RateSpec.NONE,
                List.of(question.concurrency()),
                Map.of(),
                Set.of("tp", "ep"));
        ServerSpec server = new ServerSpec(
                ANY_ENGINE,
                "",
                Launch.PROCESS,
                List.of("engine"),
                List.of(),
                Map.of(),
                Duration.ofMinutes(40),
                false,
                EndpointSpec.DEFAULT);
        return new BenchmarkSpec(
                "advice",
                "",
                question.model().spec(precision),
                question.hardware(),
                server,
                List.of(WorkloadSpec.of(question.isl(), question.osl())),
                List.of(row),
                List.of(),
                SloSpec.NONE,
                RunSettings.DEFAULT,
                1);
    }
}
