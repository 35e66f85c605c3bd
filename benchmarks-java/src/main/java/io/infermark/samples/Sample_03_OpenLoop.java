package io.infermark.samples;

import io.infermark.api.Arrival;
import io.infermark.api.Concurrency;
import io.infermark.api.Hardware;
import io.infermark.api.Model;
import io.infermark.api.Rate;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Workload;
import io.infermark.api.engine.Sim;
import io.infermark.api.hardware.SimulatedGpu;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import org.openjdk.jmh.annotations.Measurement;

/*
 * A closed loop waits for an answer before it asks again, so a server that stalls is asked less: the queue that real users would have formed is never seen. An open loop
 * sends when the schedule says so. The schedule is drawn before the window from a seed that stands in the result; nothing is dropped or moved when the server is slow.
 *
 * Latencies are reported from the intended instant and from the instant of sending. Where they differ, the client or a cap held requests back, and the first one
 * is what a user would have felt.
 *
 * The second row caps the streams in flight: a request that waits for a place stays due at its scheduled time.
 */
@ServingBenchmark
@Model(id = "sim-8b")
@Hardware(SimulatedGpu.class)
@Server(engine = Sim.class)
@Workload(isl = 128, osl = 32)
@Sweep(rate = @Rate({10, 20, 40}))
@Sweep(rate = @Rate(value = 20, arrival = Arrival.CONSTANT), concurrency = @Concurrency(8))
@Measurement(iterations = 2, time = 3)
public class Sample_03_OpenLoop {
    /*
     * ============================== HOW TO RUN THIS: ====================================
     *
     *    $ java -jar benchmarks-java/target/benchmarks.jar Sample_03
     */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(
                        new OptionsBuilder().include(Sample_03_OpenLoop.class).build())
                .run()
                .exitCode());
    }
}
