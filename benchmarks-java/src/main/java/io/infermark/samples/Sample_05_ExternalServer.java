package io.infermark.samples;

import io.infermark.api.Concurrency;
import io.infermark.api.EndpointOptions;
import io.infermark.api.Hardware;
import io.infermark.api.Launch;
import io.infermark.api.Model;
import io.infermark.api.Protocol;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Workload;
import io.infermark.api.engine.Sim;
import io.infermark.api.hardware.SimulatedGpu;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import io.infermark.spi.Endpoint;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/*
 * A server that somebody else runs is a URL. The harness neither starts nor stops it, so a fork renews the load generator only, and the result says so.
 *
 * Every class can be pointed at a running server, without a change: -server http://host:8000. Here the URL is declared. Nothing listens there until you start something:
 *
 *    $ java -jar benchmarks-java/target/benchmarks.jar sim --port 18000 --model sim-8b
 *
 * A key is never written down, only where it is: apiKey = "env:NAME" or "file:/path".
 *
 * Methods with JMH's @Setup and @TearDown run in the host JVM around a trial, one point on one fork, and get the endpoint.
 */
@ServingBenchmark
@Model(id = "sim-8b")
@Hardware(SimulatedGpu.class)
@Server(
        engine = Sim.class,
        launch = Launch.EXTERNAL,
        endpoint = @EndpointOptions(urls = "http://127.0.0.1:18000", protocol = Protocol.CHAT))
@Workload(isl = 128, osl = 32)
@Sweep(concurrency = @Concurrency({1, 4}))
public class Sample_05_ExternalServer {
    @Setup(Level.Trial)
    public void announce(Endpoint endpoint) {
        System.out.println("# measuring " + endpoint.model() + " at " + endpoint.urls());
    }

    @TearDown(Level.Trial)
    public void done() {
        System.out.println("# done");
    }

    /*
     * ============================== HOW TO RUN THIS: ====================================
     *
     *    $ java -jar benchmarks-java/target/benchmarks.jar Sample_05
     *
     * The same from a URL alone, without any class:
     *
     *    $ java -jar benchmarks-java/target/benchmarks.jar quick http://127.0.0.1:18000 --concurrency 1,2,4
     */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(new OptionsBuilder()
                        .include(Sample_05_ExternalServer.class)
                        .build())
                .run()
                .exitCode());
    }
}
