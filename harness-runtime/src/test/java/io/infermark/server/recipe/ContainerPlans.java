package io.infermark.server.recipe;

import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.hardware.H100;
import io.infermark.api.hardware.HostCpu;
import io.infermark.api.hardware.MI355X;
import io.infermark.model.Parallelism;
import io.infermark.spi.StartPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Plans of the recipes for containers on each vendor's hardware. */
public final class ContainerPlans {
    private ContainerPlans() {}

    /** vLLM on two H100. */
    public static StartPlan nvidia() {
        SpecFixture fixture = container("vllm", H100.class);
        fixture.parallelism = new Parallelism(2, 1, 1, 1, 1, false);
        fixture.context = fixture.context.withGpus(List.of(3, 1)).withModelCache(Path.of("/data/hub"));
        fixture.env = Map.of("HF_TOKEN", "env:HF_TOKEN");
        return fixture.plan();
    }

    /** SGLang on four MI355X. */
    public static StartPlan amd() {
        SpecFixture fixture = container("sglang", MI355X.class);
        fixture.precision = Precision.FP8;
        fixture.parallelism = new Parallelism(4, 1, 1, 1, 4, false);
        fixture.image = "lmsysorg/sglang:v0.5.12-rocm700-mi35x";
        return fixture.plan();
    }

    /** llama.cpp on the processor. */
    public static StartPlan cpu() {
        SpecFixture fixture = container("llama.cpp", HostCpu.class);
        fixture.image = "ghcr.io/ggml-org/llama.cpp:server";
        fixture.model = "/data/model.gguf";
        fixture.context = fixture.context.withPlacement("0-3", List.of());
        return fixture.plan();
    }

    private static SpecFixture container(String engine, Class<? extends io.infermark.api.Accelerator> hardware) {
        SpecFixture fixture = SpecFixture.of(engine, hardware);
        fixture.launch = Launch.CONTAINER;
        fixture.context = fixture.context.withPort(0);
        return fixture;
    }
}
