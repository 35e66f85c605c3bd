package io.infermark.samples;

import io.infermark.api.Concurrency;
import io.infermark.api.Hardware;
import io.infermark.api.Model;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Workload;
import io.infermark.api.engine.Sim;
import io.infermark.api.hardware.SimulatedGpu;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;

/*
 * A serving benchmark is an annotated class. It has no method: the annotations say what is served (@Model), where (@Hardware), by which engine (@Server), with which
 * input and output lengths (@Workload) and under which load (@Sweep).
 *
 * The annotation processor reads them while javac runs. It checks what can be checked without a GPU, and writes Sample_01_HelloServer_Matrix next to this class: the
 * list of points that will be measured. Here it is one point: 4 concurrent streams.
 *
 * Sim is the embedded engine. It starts in a JVM of its own, speaks the OpenAI protocol, and pretends to batch like a real engine. Whatever is measured on it is
 * labelled "simulated" everywhere.
 */
@ServingBenchmark
@Model(id = "sim-8b")
@Hardware(SimulatedGpu.class)
@Server(engine = Sim.class)
@Workload(isl = 128, osl = 32)
@Sweep(concurrency = @Concurrency(4))
public class Sample_01_HelloServer {
    /*
     * ============================== HOW TO RUN THIS: ====================================
     *
     * a) From the command line:
     *    $ mvn -q package -DskipTests
     *    $ java -jar benchmarks-java/target/benchmarks.jar Sample_01
     *
     * b) From an IDE: run this main.
     */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(new OptionsBuilder()
                        .include(Sample_01_HelloServer.class)
                        .build())
                .run()
                .exitCode());
    }
}
