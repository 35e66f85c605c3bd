package io.infermark.classes;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.engine.Atom;
import io.infermark.api.engine.Custom;
import io.infermark.api.engine.Dynamo;
import io.infermark.api.engine.LlamaCpp;
import io.infermark.api.engine.Sglang;
import io.infermark.api.engine.Sim;
import io.infermark.api.engine.TensorRtLlm;
import io.infermark.api.engine.Tgi;
import io.infermark.api.engine.TransformersServe;
import io.infermark.api.engine.Vllm;
import io.infermark.api.hardware.B200;
import io.infermark.api.hardware.B300;
import io.infermark.api.hardware.GB200;
import io.infermark.api.hardware.GB300;
import io.infermark.api.hardware.H100;
import io.infermark.api.hardware.H200;
import io.infermark.api.hardware.HostCpu;
import io.infermark.api.hardware.MI300X;
import io.infermark.api.hardware.MI325X;
import io.infermark.api.hardware.MI355X;
import io.infermark.api.hardware.RtxPro6000;
import io.infermark.api.hardware.SimulatedGpu;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The engines and accelerators that names of configurations mean. */
public final class KnownTypes {
    private static final List<Class<? extends Engine>> ENGINES = List.of(
            Sglang.class,
            Vllm.class,
            TensorRtLlm.class,
            Atom.class,
            Dynamo.class,
            LlamaCpp.class,
            Tgi.class,
            TransformersServe.class,
            Sim.class);

    private static final List<Class<? extends Accelerator>> ACCELERATORS = List.of(
            H100.class,
            H200.class,
            B200.class,
            B300.class,
            GB200.class,
            GB300.class,
            MI300X.class,
            MI325X.class,
            MI355X.class,
            RtxPro6000.class,
            HostCpu.class,
            SimulatedGpu.class);

    private static final String FLEET = "cluster:";

    private KnownTypes() {}

    /** Whether one of our engines serves a framework; else {@link #engine} is the one without a recipe. */
    static boolean knowsEngine(String framework) {
        return engine(framework) != Custom.class;
    }

    /** The engine of a framework: {@code dynamo-trt} is Dynamo, {@code sglang-disagg} SGLang, {@code llmd-vllm} vLLM. */
    static Class<? extends Engine> engine(String framework) {
        List<String> words = List.of(framework.split("-", -1));
        for (String word : words.isEmpty() ? List.of("") : List.of(words.get(0), words.get(words.size() - 1))) {
            for (Class<? extends Engine> engine : ENGINES) {
                if (facts(engine).name().equals(word) || facts(engine).name().equals(framework)) {
                    return engine;
                }
            }
        }
        return Custom.class;
    }

    /** The accelerator of a runner label: {@code b200-trt} and {@code cluster:b200-nv} are B200. */
    static Optional<Class<? extends Accelerator>> accelerator(String label) {
        String name = label.startsWith(FLEET) ? label.substring(FLEET.length()) : label;
        String family = name.indexOf('-') < 0 ? name : name.substring(0, name.indexOf('-'));
        for (Class<? extends Accelerator> accelerator : ACCELERATORS) {
            if (factsOf(accelerator).name().equals(family)) {
                return Optional.of(accelerator);
            }
        }
        return Optional.empty();
    }

    /** The facts of the accelerator that a runner label names; empty if there is none. */
    public static Optional<HardwareSpec> hardware(String label) {
        return accelerator(label).map(type -> hardwareSpec(type, label));
    }

    /** Names of all accelerators. */
    public static List<String> acceleratorNames() {
        return ACCELERATORS.stream().map(type -> factsOf(type).name()).toList();
    }

    static EngineSpec engineSpec(Class<? extends Engine> engine) {
        EngineFacts facts = facts(engine);
        return new EngineSpec(
                facts.name(),
                List.of(facts.vendors()),
                List.of(facts.flags()),
                List.of(facts.managedFlags()),
                List.of(facts.specDecoding()),
                facts.expertParallel(),
                facts.dpAttention(),
                facts.pipelineParallel(),
                facts.defaultLaunch());
    }

    static HardwareSpec hardwareSpec(Class<? extends Accelerator> accelerator, String label) {
        AcceleratorFacts facts = factsOf(accelerator);
        return new HardwareSpec(
                facts.name(),
                facts.vendor(),
                facts.gpusPerNode(),
                facts.memoryGib(),
                List.of(facts.precisions()),
                1,
                label.isEmpty() ? facts.name() : label);
    }

    private static EngineFacts facts(Class<? extends Engine> engine) {
        return Objects.requireNonNull(engine.getAnnotation(EngineFacts.class));
    }

    private static AcceleratorFacts factsOf(Class<? extends Accelerator> accelerator) {
        return Objects.requireNonNull(accelerator.getAnnotation(AcceleratorFacts.class));
    }
}
