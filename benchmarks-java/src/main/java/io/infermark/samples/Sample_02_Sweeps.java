package io.infermark.samples;

import io.infermark.api.Concurrency;
import io.infermark.api.Hardware;
import io.infermark.api.Model;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Window;
import io.infermark.api.Workload;
import io.infermark.api.engine.Sim;
import io.infermark.api.hardware.SimulatedGpu;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import org.openjdk.jmh.annotations.Measurement;

/*
 * The members of a @Sweep multiply, in the order in which Sweep's documentation lists them: tensor parallelism 1 and 4, each with 1, 2, 4, 8, 16 and 32 streams, are
 * twelve points. A range doubles and ends exactly at its last value.
 *
 * Points that start the engine in the same way share a start and run in ascending concurrency: this class starts two engines, not twelve. A fork is a fresh engine and
 * a fresh load generator; @Fork(3) would measure each point on three of them.
 *
 * The engine's own flags are passed on as they are: here one step of the embedded engine takes 5 ms on one GPU, and twice the GPUs are 1.4 times as fast.
 *
 * An iteration is one window of load, here of 10 requests for each stream, drained to its last request. Statistics are over iterations and forks, never over the requests
 * of one window: those are not independent.
 *
 * The report plots throughput per GPU against interactivity, the rate at which one user sees tokens. The points that no other point beats in both are the Pareto front.
 */
@ServingBenchmark
@Model(id = "sim-8b")
@Hardware(SimulatedGpu.class)
@Server(
        engine = Sim.class,
        flags = {"--step-time", "5ms", "--tp-efficiency", "0.7"})
@Workload(isl = 256, osl = 32)
@Sweep(
        tp = {1, 4},
        concurrency = @Concurrency(from = 1, to = 32))
@Measurement(iterations = 3)
@Window(requestsPerConcurrency = 10)
public class Sample_02_Sweeps {
    /*
     * ============================== HOW TO RUN THIS: ====================================
     *
     * a) The main job of this project; the table and the page are in the directory that it names:
     *    $ mvn -q verify -Pbench
     *
     * b) From the built jar; one axis narrowed:
     *    $ java -jar benchmarks-java/target/benchmarks.jar Sample_02 -p tp=4
     *
     * c) What would run, without running it:
     *    $ java -jar benchmarks-java/target/benchmarks.jar Sample_02 -dry
     */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(
                        new OptionsBuilder().include(Sample_02_Sweeps.class).build())
                .run()
                .exitCode());
    }
}
