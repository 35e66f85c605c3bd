package io.infermark.spi;

import io.infermark.model.BenchmarkSpec;

/** What the generated class {@code X_Matrix} of a benchmark class {@code X} implements: data and direct calls, no logic. Has a public no-argument constructor. */
public interface MatrixProvider {
    /** The declaration as the compiler saw it. */
    BenchmarkSpec spec();

    /** The class's {@code @Setup} and {@code @TearDown} methods on a new instance of it; {@link Hooks#NONE} if it has none. */
    Hooks newHooks();
}
