package io.infermark.benchmarks;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.ServerSpec;
import io.infermark.spi.Hooks;
import io.infermark.spi.MatrixProvider;
import java.util.List;

/**
 * A benchmark as its class declares it, but for what a test must say of its server.
 *
 * @param model the model's folder or file
 */
record OtherServer(BenchmarkSpec declared, String model, List<String> command, List<String> flags, Hooks hooks)
        implements MatrixProvider {
    @Override
    public BenchmarkSpec spec() {
        ModelSpec weights = declared.model();
        ServerSpec server = declared.server();
        return new BenchmarkSpec(
                declared.benchmark(),
                declared.description(),
                new ModelSpec(
                        model,
                        weights.prefix(),
                        weights.precision(),
                        weights.servedName(),
                        weights.tokenizer(),
                        weights.revision(),
                        weights.parametersBillions(),
                        weights.layers(),
                        weights.kvHeads(),
                        weights.headDim(),
                        weights.maxModelLen()),
                declared.hardware(),
                new ServerSpec(
                        server.engine(),
                        server.image(),
                        server.launch(),
                        command,
                        flags,
                        server.env(),
                        server.startTimeout(),
                        server.prefixCache(),
                        server.endpoint()),
                declared.workloads(),
                declared.rows(),
                declared.exclusions(),
                declared.slo(),
                declared.run(),
                declared.maxPoints());
    }

    @Override
    public Hooks newHooks() {
        return hooks;
    }
}
