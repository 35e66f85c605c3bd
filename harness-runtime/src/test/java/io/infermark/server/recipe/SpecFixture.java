package io.infermark.server.recipe;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.model.AxisValue;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.Load;
import io.infermark.model.ModelSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.WorkloadSpec;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A point and all that a recipe is told, with defaults that a test changes one by one. */
final class SpecFixture {
    String engine = "sim";
    Class<? extends Accelerator> hardware = io.infermark.api.hardware.SimulatedGpu.class;
    String model = "org/model";
    String servedName = "";
    String revision = "";
    String tokenizer = "";
    Precision precision = Precision.BF16;
    Launch launch = Launch.PROCESS;
    String image = "";
    List<String> command = List.of();
    List<String> flags = List.of();
    Map<String, String> env = Map.of();
    Map<String, String> rowEnv = Map.of();
    boolean prefixCache;
    int isl = 1024;
    int osl = 1024;
    int maxModelLen;
    int concurrency = 64;
    Parallelism parallelism = Parallelism.SINGLE;
    SpecDecoding specDecoding = SpecDecoding.NONE;
    List<AxisValue> axes = new ArrayList<>();
    StartContext context = new StartContext(
            8888,
            List.of(),
            0,
            0,
            Path.of("/runs/1"),
            Path.of(""),
            "",
            List.of(),
            "/opt/java/bin/java",
            "/opt/benchmarks.jar",
            false);

    static SpecFixture of(String engine, Class<? extends Accelerator> hardware) {
        SpecFixture fixture = new SpecFixture();
        fixture.engine = engine;
        fixture.hardware = hardware;
        return fixture;
    }

    StartPlan plan() {
        return RecipeRegistry.standard().plan(spec(), point(), fullContext());
    }

    private StartContext fullContext() {
        return new StartContext(
                context.port(),
                context.gpus(),
                concurrency,
                isl,
                context.logDirectory(),
                context.modelCache(),
                context.cores(),
                context.launcher(),
                context.java(),
                context.classPath(),
                context.debug());
    }

    BenchmarkSpec spec() {
        AcceleratorFacts facts = hardware.getAnnotation(AcceleratorFacts.class);
        return new BenchmarkSpec(
                "org.example.Bench",
                "",
                new ModelSpec(
                        model,
                        ModelSpec.prefixOf(model),
                        precision,
                        servedName,
                        tokenizer,
                        revision,
                        0,
                        0,
                        0,
                        0,
                        maxModelLen),
                new HardwareSpec(
                        facts.name(),
                        facts.vendor(),
                        facts.gpusPerNode(),
                        facts.memoryGib(),
                        List.of(facts.precisions()),
                        1,
                        facts.name()),
                new ServerSpec(
                        engineSpec(engine),
                        image,
                        launch,
                        command,
                        flags,
                        env,
                        Duration.ofMinutes(40),
                        prefixCache,
                        EndpointSpec.DEFAULT),
                List.of(WorkloadSpec.of(isl, osl)),
                List.of(),
                List.of(),
                SloSpec.NONE,
                RunSettings.DEFAULT,
                1000);
    }

    Point point() {
        return new Point(
                "org.example.Bench",
                parallelism,
                specDecoding,
                axes,
                new LinkedHashMap<>(rowEnv),
                WorkloadSpec.of(isl, osl),
                new Load.Closed(concurrency),
                List.of("isl", "osl", "conc"),
                1);
    }

    static EngineSpec engineSpec(String name) {
        for (Class<? extends Engine> type : engineTypes()) {
            EngineFacts facts = type.getAnnotation(EngineFacts.class);
            if (facts.name().equals(name)) {
                return new EngineSpec(
                        name,
                        List.of(facts.vendors()),
                        List.of(facts.flags()),
                        List.of(facts.managedFlags()),
                        List.of(facts.specDecoding()),
                        facts.expertParallel(),
                        facts.dpAttention(),
                        facts.pipelineParallel(),
                        facts.defaultLaunch());
            }
        }
        return new EngineSpec(name, List.of(), List.of(), List.of(), List.of(), true, true, true, Launch.PROCESS);
    }

    static List<Class<? extends Engine>> engineTypes() {
        return List.of(
                io.infermark.api.engine.Sim.class,
                io.infermark.api.engine.LlamaCpp.class,
                io.infermark.api.engine.Vllm.class,
                io.infermark.api.engine.Sglang.class,
                io.infermark.api.engine.TensorRtLlm.class,
                io.infermark.api.engine.Atom.class,
                io.infermark.api.engine.Tgi.class,
                io.infermark.api.engine.TransformersServe.class,
                io.infermark.api.engine.Dynamo.class,
                io.infermark.api.engine.Custom.class);
    }
}
