package io.infermark.validation;

import io.infermark.api.SpecDecoding;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.Load;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules that a point has to meet by itself: its engine can do it, and its GPUs and memory suffice. What many points share is said once. */
final class PointRules {
    private final BenchmarkSpec spec;
    private final Findings findings;
    private final boolean hardwareKnown;
    private final Set<Object> checked = new HashSet<>();
    private final Set<String> said = new HashSet<>();
    private final Set<Parallelism> tooSmall = new HashSet<>();

    PointRules(BenchmarkSpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
        this.hardwareKnown = !findings.wrong("hardware");
    }

    void check(Point point, int rowIndex) {
        SweepRow row = spec.rows().get(rowIndex);
        At at = new At("sweep[" + rowIndex + "]", row, point.parallelism());
        if (checked.add(new Shape(rowIndex, point.parallelism(), point.specDecoding()))) {
            checkAbilities(at, point.specDecoding());
            checkContextParallelism(at);
            if (!hardwareKnown) {
                checkExperts(at);
            } else if (checkGpus(at)) {
                checkExpertParallelism(at);
                checkOneContext(at);
            }
        }
        if (hardwareKnown && point.load() instanceof Load.Closed load) {
            checkAllContexts(at, point.workload(), load.concurrency());
        }
    }

    private void checkAbilities(At at, SpecDecoding specDecoding) {
        EngineSpec engine = spec.server().engine();
        Parallelism p = at.parallelism();
        if (p.ep() > 1 && !engine.expertParallel()) {
            once(Code.EP_UNSUPPORTED, at.ep(), p.ep(), engine.name());
        }
        if (p.pp() > 1 && !engine.pipelineParallel()) {
            once(Code.PP_UNSUPPORTED, at.pp(), p.pp(), engine.name());
        }
        if (p.dpAttention() && !engine.dpAttention()) {
            once(Code.DP_ATTENTION_UNSUPPORTED, at.dpAttention(), engine.name());
        }
        if (!engine.specDecoding().contains(specDecoding)) {
            once(
                    Code.SPEC_DECODING_UNSUPPORTED,
                    at.prefix() + ".specDecoding[" + at.row().specDecoding().indexOf(specDecoding) + "]",
                    engine.name(),
                    specDecoding,
                    engine.specDecoding().stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
    }

    private boolean checkGpus(At at) {
        HardwareSpec hardware = spec.hardware();
        Parallelism p = at.parallelism();
        long needed = p.gpus();
        if (needed > hardware.gpus()) {
            once(Code.HARDWARE_TOO_SMALL, at.largest(), at.gpuText(), needed, hardware.name(), have(hardware));
            return false;
        }
        if (p.tp() > hardware.gpusPerNode() && !FitRules.fillsNodes(p.tp(), hardware.gpusPerNode())) {
            once(Code.TP_NODES, at.tp(), p.tp(), hardware.gpusPerNode(), hardware.gpusPerNode());
        }
        return true;
    }

    private void checkContextParallelism(At at) {
        Parallelism p = at.parallelism();
        if (p.tp() % p.dcp() != 0) {
            once(Code.DCP_NOT_DIVIDING, at.dcp(), p.dcp(), p.tp());
        }
    }

    private void checkExpertParallelism(At at) {
        Parallelism p = at.parallelism();
        if (p.ep() > spec.hardware().gpus()) {
            once(Code.EP_TOO_LARGE, at.ep(), p.ep(), p.ep(), spec.hardware().name(), have(spec.hardware()));
        } else {
            checkExperts(at);
        }
    }

    private void checkExperts(At at) {
        Parallelism p = at.parallelism();
        FitRules.experts(p, false).ifPresent(code -> once(code, at.ep(), p.ep(), p.gpus(), at.gpuText()));
    }

    private static String have(HardwareSpec hardware) {
        return hardware.nodes() == 1
                ? hardware.gpusPerNode() + " a node"
                : hardware.gpusPerNode() + " a node and " + hardware.gpus() + " on " + hardware.nodes() + " nodes";
    }

    /** An engine has to hold one context of the size that it is started with. */
    private void checkOneContext(At at) {
        Optional<MemoryEstimate> estimate = MemoryEstimate.of(spec.model(), at.parallelism());
        if (spec.hardware().memoryGib() <= 0 || estimate.isEmpty()) {
            return;
        }
        int context = spec.maxModelLen();
        double weights = estimate.get().weightsGib();
        double oneRequest = estimate.get().kvGib(context);
        if (weights + oneRequest > spec.hardware().memoryGib()) {
            once(
                    Code.MEMORY_TOO_SMALL,
                    at.largest(),
                    spec.model().prefix() + " with " + at.gpuText(),
                    spec.hardware().name(),
                    gib(weights),
                    estimate.get().contextText(context),
                    gib(spec.hardware().memoryGib()));
            tooSmall.add(at.parallelism());
        }
    }

    /** Together, streams fill what their own lengths need. The first load of a row that does not fit is told. */
    private void checkAllContexts(At at, WorkloadSpec workload, int concurrency) {
        String place = "tight " + at.prefix();
        if (said.contains(place)
                || tooSmall.contains(at.parallelism())
                || spec.hardware().memoryGib() <= 0) {
            return;
        }
        Optional<MemoryEstimate> estimate = MemoryEstimate.of(spec.model(), at.parallelism());
        if (estimate.isEmpty()) {
            return;
        }
        long own = (long) workload.isl() + workload.osl() + BenchmarkSpec.CONTEXT_MARGIN;
        int filled = (int) Math.min(spec.maxModelLen(), own);
        double weights = estimate.get().weightsGib();
        double all = estimate.get().kvGib((double) concurrency * filled);
        if (weights + all > spec.hardware().memoryGib()) {
            said.add(place);
            findings.add(
                    Code.MEMORY_TIGHT,
                    at.prefix() + ".concurrency[" + at.row().concurrency().indexOf(concurrency) + "]",
                    at.gpuText(),
                    concurrency,
                    filled,
                    gib(all),
                    gib(weights),
                    gib(spec.hardware().memoryGib()),
                    spec.hardware().name());
        }
    }

    private static String gib(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** A sentence that is already said of this place is not said again. */
    private void once(Code code, String path, Object... arguments) {
        if (said.add(code.at(path, arguments).toString())) {
            findings.add(code, path, arguments);
        }
    }

    private record Shape(int row, Parallelism parallelism, SpecDecoding specDecoding) {}

    /** Where the values of a combination stand. */
    private record At(String prefix, SweepRow row, Parallelism parallelism) {
        String tp() {
            return prefix + ".tp[" + row.tp().indexOf(parallelism.tp()) + "]";
        }

        String pp() {
            return prefix + ".pp[" + row.pp().indexOf(parallelism.pp()) + "]";
        }

        String pcp() {
            return prefix + ".pcp[" + row.pcp().indexOf(parallelism.pcp()) + "]";
        }

        String dcp() {
            return prefix + ".dcp[" + row.dcp().indexOf(parallelism.dcp()) + "]";
        }

        String ep() {
            return prefix + ".ep[" + row.ep().indexOf(parallelism.ep()) + "]";
        }

        String dpAttention() {
            return prefix + ".dpAttention[" + row.dpAttention().indexOf(parallelism.dpAttention()) + "]";
        }

        /** The value that takes the most GPUs. */
        String largest() {
            if (parallelism.tp() >= parallelism.pp() && parallelism.tp() >= parallelism.pcp()) {
                return tp();
            }
            return parallelism.pp() >= parallelism.pcp() ? pp() : pcp();
        }

        /** {@code tp=8 x pp=2}. */
        String gpuText() {
            StringBuilder text = new StringBuilder("tp=" + parallelism.tp());
            if (parallelism.pp() > 1) {
                text.append(" x pp=").append(parallelism.pp());
            }
            if (parallelism.pcp() > 1) {
                text.append(" x pcp=").append(parallelism.pcp());
            }
            return text.toString();
        }
    }
}
