package io.infermark.benchmarks;

import io.infermark.api.Hardware;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.hardware.H200;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;

/**
 * {@link Llama8bVllmH100} on one H200: the same model, server, sweep and windows, so that nothing but the card differs. Its memory holds the KV cache of 128 streams of 4,352 tokens, which an H100's
 * does not. A run with its results is in {@code docs/examples/h200}.
 *
 * <pre>
 * $ java -jar benchmarks.jar Llama8bVllmH200 -out h200
 * </pre>
 */
@ServingBenchmark
@Hardware(H200.class)
public class Llama8bVllmH200 extends Llama8bVllmH100 {
    /** Runs it from an IDE, under the conditions of the class. */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(
                        new OptionsBuilder().include(Llama8bVllmH200.class).build())
                .run()
                .exitCode());
    }
}
