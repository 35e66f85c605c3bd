package io.infermark.benchmarks;

import io.infermark.api.Concurrency;
import io.infermark.api.Hardware;
import io.infermark.api.Launch;
import io.infermark.api.Model;
import io.infermark.api.Precision;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Window;
import io.infermark.api.Workload;
import io.infermark.api.engine.Sim;
import io.infermark.api.hardware.SimulatedGpu;

/** Two groups of servers, each a container with the simulator: the image is the harness's own uber-jar. */
@ServingBenchmark
@Model(id = "sim/model", precision = Precision.FP8)
@Hardware(SimulatedGpu.class)
@Server(engine = Sim.class, launch = Launch.CONTAINER, image = SimInContainers.IMAGE, startTimeout = "2 min")
@Workload(isl = 64, osl = 32)
@Sweep(
        tp = {1, 2},
        concurrency = @Concurrency({1, 4}))
@Window(requests = 12, warmupRequestsPerConcurrency = 1)
class SimInContainers {
    static final String IMAGE = "infermark-test/sim:1";

    /** The same with an image that no host has. */
    @ServingBenchmark
    @Model(id = "sim/model", precision = Precision.FP8)
    @Hardware(SimulatedGpu.class)
    @Server(engine = Sim.class, launch = Launch.CONTAINER, image = "infermark-test/absent:1")
    @Workload(isl = 64, osl = 32)
    @Sweep(concurrency = @Concurrency(1))
    static class ImageAbsent {}
}
