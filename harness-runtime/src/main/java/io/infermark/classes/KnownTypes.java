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
import io.infermark.api.hardware.BundledAccelerators;
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
        return BundledAccelerators.ofLabel(label);
    }

    /** The facts of the accelerator that a runner label names; empty if there is none. */
    public static Optional<HardwareSpec> hardware(String label) {
        return accelerator(label).map(type -> hardwareSpec(type, label));
    }

    /** Names of all accelerators. */
    public static List<String> acceleratorNames() {
        return BundledAccelerators.all().stream()
                .map(type -> BundledAccelerators.facts(type).name())
                .toList();
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
        AcceleratorFacts facts = BundledAccelerators.facts(accelerator);
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
}
