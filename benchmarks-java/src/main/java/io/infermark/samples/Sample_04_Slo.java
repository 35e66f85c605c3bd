package io.infermark.samples;

import io.infermark.api.Axis;
import io.infermark.api.Concurrency;
import io.infermark.api.Exclude;
import io.infermark.api.Hardware;
import io.infermark.api.Model;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Slo;
import io.infermark.api.Sweep;
import io.infermark.api.Window;
import io.infermark.api.Workload;
import io.infermark.api.engine.Sim;
import io.infermark.api.hardware.SimulatedGpu;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import org.openjdk.jmh.annotations.Measurement;

/*
 * A service level objective says which latencies are good enough. A point meets it if every stated percentile is within its bound, over all attempts: a request that
 * failed counts as infinitely slow, so an engine that refuses work can't look better than one that does it. Goodput counts the requests that are within all limits.
 *
 * This class also has an axis of its own. @Axis values reach the engine as a flag or as environment; here max-num-seqs becomes --max-num-seqs, the most sequences that
 * the engine decodes together. @Exclude drops a combination that makes no sense: eight streams never fill a batch of 16.
 */
@ServingBenchmark
@Model(id = "sim-8b")
@Hardware(SimulatedGpu.class)
@Server(engine = Sim.class)
@Workload(isl = 512, osl = 32)
@Sweep(
        axes =
                @Axis(
                        name = "max-num-seqs",
                        values = {"4", "16"}),
        concurrency = @Concurrency(from = 8, to = 32))
@Exclude(
        value = {"max-num-seqs=16", "conc=8"},
        reason = "eight streams never fill a batch of 16")
@Slo(ttftP99 = "400 ms", tpotP50 = "30 ms")
@Measurement(iterations = 2)
@Window(requestsPerConcurrency = 4)
public class Sample_04_Slo {
    /*
     * ============================== HOW TO RUN THIS: ====================================
     *
     *    $ java -jar benchmarks-java/target/benchmarks.jar Sample_04
     */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(
                        new OptionsBuilder().include(Sample_04_Slo.class).build())
                .run()
                .exitCode());
    }
}
