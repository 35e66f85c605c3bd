package io.infermark.plan;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Matrix;
import io.infermark.model.MatrixExpander;
import io.infermark.spi.Hooks;
import io.infermark.spi.MatrixProvider;
import java.util.function.Supplier;

/**
 * A declared benchmark that can be run.
 *
 * @param hooks makes the class's {@code @Setup}/{@code @TearDown} code, one instance a trial
 */
public record Benchmark(BenchmarkSpec spec, Supplier<Hooks> hooks) {
    /** What a generated class provides. */
    public static Benchmark of(MatrixProvider provider) {
        return new Benchmark(provider.spec(), provider::newHooks);
    }

    /** Its points, in declared order. */
    public Matrix matrix() {
        return MatrixExpander.expand(spec);
    }
}
