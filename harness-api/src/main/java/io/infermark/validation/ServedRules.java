package io.infermark.validation;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.ServerSpec;
import io.infermark.model.WorkloadSpec;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules of the model, the hardware and the server. */
final class ServedRules {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
    private static final Pattern TYPE_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    /** The engine that has no recipe: its command is the user's. */
    private static final String CUSTOM = "custom";

    private final BenchmarkSpec spec;
    private final Findings findings;

    ServedRules(BenchmarkSpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
    }

    void check() {
        checkModel(spec.model());
        checkHardware(spec.hardware());
        checkEngine(spec.server().engine());
        checkLaunch(spec.server());
        checkHitRate(spec.server());
        FlagRules.check(spec.server(), findings);
    }

    private void checkHitRate(ServerSpec server) {
        double rate = server.prefixHitRate();
        if (!(rate >= 0 && rate <= 1)) {
            findings.add(Code.HIT_RATE, "server.prefixHitRate", rate, "is outside [0, 1]");
        } else if (rate > 0 && !server.prefixCache()) {
            findings.add(Code.HIT_RATE, "server.prefixHitRate", rate, "can't be met without prefixCache = true");
        }
    }

    private void checkModel(ModelSpec model) {
        if (model.id().isBlank()) {
            findings.add(Code.MODEL_ID_EMPTY, "model.id");
        } else if (!PREFIX.matcher(model.prefix()).matches()) {
            findings.add(Code.PREFIX_MALFORMED, "model.prefix", model.prefix());
        }
        checkFact("parametersBillions", model.parametersBillions());
        checkFact("layers", model.layers());
        checkFact("kvHeads", model.kvHeads());
        checkFact("headDim", model.headDim());
        checkFact("maxModelLen", model.maxModelLen());
        if (!spec.hardware().precisions().isEmpty()
                && !spec.hardware().precisions().contains(model.precision())) {
            findings.add(
                    Code.PRECISION_UNSUPPORTED,
                    "model.precision",
                    spec.hardware().name(),
                    model.precision(),
                    spec.hardware().precisions().stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
        for (WorkloadSpec workload : spec.workloads()) {
            long tokens = (long) workload.isl() + workload.osl();
            if (model.maxModelLen() > 0 && model.maxModelLen() < tokens) {
                findings.add(
                        Code.MODEL_LEN_TOO_SMALL,
                        "model.maxModelLen",
                        model.maxModelLen(),
                        workload.name(),
                        tokens,
                        workload.isl(),
                        workload.osl(),
                        tokens);
            }
        }
    }

    private void checkFact(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            String text = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
            findings.add(Code.MODEL_FACT_NEGATIVE, "model." + name, name, text);
        }
    }

    private void checkHardware(HardwareSpec hardware) {
        Optional<String> wrong = Optional.empty();
        if (!TYPE_NAME.matcher(hardware.name()).matches()) {
            wrong = Optional.of("its name is not of lower-case letters, digits, \".\", \"_\" and \"-\"");
        } else if (hardware.gpusPerNode() < 1) {
            wrong = Optional.of("a node has " + hardware.gpusPerNode() + " GPUs");
        } else if (!(hardware.memoryGib() >= 0) || Double.isInfinite(hardware.memoryGib())) {
            wrong = Optional.of("a GPU has " + hardware.memoryGib() + " GiB of memory");
        } else if (hardware.precisions().isEmpty()) {
            wrong = Optional.of("it supports no precision");
        }
        wrong.ifPresent(
                reason -> findings.add(Code.ACCELERATOR_FACTS_INVALID, "hardware.value", hardware.name(), reason));
        if (hardware.nodes() < 1) {
            findings.add(Code.NODES_TOO_FEW, "hardware.nodes", hardware.nodes());
        }
    }

    private void checkEngine(EngineSpec engine) {
        if (!TYPE_NAME.matcher(engine.name()).matches()) {
            findings.add(
                    Code.ENGINE_FACTS_INVALID,
                    "server.engine",
                    engine.name(),
                    "its name is not of lower-case letters, digits, \".\", \"_\" and \"-\"");
        }
        List<String> known = engine.flags();
        known.stream()
                .filter(flag -> !flag.startsWith("-"))
                .findFirst()
                .ifPresent(flag -> findings.add(
                        Code.ENGINE_FACTS_INVALID, "server.engine", engine.name(), "\"" + flag + "\" is no flag"));
        if (!engine.vendors().isEmpty()
                && !engine.vendors().contains(spec.hardware().vendor())
                && !findings.standsIn("hardware")) {
            findings.add(
                    Code.ENGINE_VENDOR,
                    "server.engine",
                    engine.name(),
                    spec.hardware().name(),
                    spec.hardware().vendor(),
                    engine.vendors().stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
    }

    private void checkLaunch(ServerSpec server) {
        boolean urls = !server.endpoint().urls().isEmpty();
        if (server.launch() == Launch.EXTERNAL) {
            if (!urls) {
                findings.add(Code.LAUNCH_WITHOUT_URL, "server.launch");
            }
            return;
        }
        if (urls) {
            findings.add(Code.LAUNCH_CONTRADICTS_URL, "server.launch", server.launch());
        }
        if (server.launch() == Launch.CONTAINER && server.image().isBlank()) {
            findings.add(
                    Code.LAUNCH_WITHOUT_IMAGE, "server.image", server.engine().name());
        }
        if (server.launch() == Launch.PROCESS
                && server.command().isEmpty()
                && server.engine().name().equals(CUSTOM)) {
            findings.add(
                    Code.LAUNCH_WITHOUT_COMMAND,
                    "server.command",
                    server.engine().name());
        }
    }
}
