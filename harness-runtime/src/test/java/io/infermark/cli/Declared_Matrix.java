package io.infermark.cli;

import io.infermark.model.AxisSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.plan.Declarations;
import io.infermark.spi.Hooks;
import io.infermark.spi.MatrixProvider;
import java.util.List;

/** What the processor would have written for a class {@code Declared}; named by a file in the test's resources. */
public final class Declared_Matrix implements MatrixProvider {
    @Override
    public BenchmarkSpec spec() {
        return Declarations.external(
                "io.infermark.cli.Declared",
                List.of(Declarations.row(
                        List.of(1),
                        List.of(1, 2, 4),
                        new AxisSpec("batch", List.of("small", "large"), AxisSpec.Carrier.FLAG, "--batch"))));
    }

    @Override
    public Hooks newHooks() {
        return Hooks.NONE;
    }
}
