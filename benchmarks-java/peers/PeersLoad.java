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

/** What {@code quick} cannot say: closed loops without a warm-up window ({@code -wi 0}), and open loops at a constant rate. */
@ServingBenchmark
@Model(id = "sim-model")
@Hardware(SimulatedGpu.class)
@Server(engine = Sim.class)
@Workload(isl = 128, osl = 100)
@Workload(isl = 128, osl = 8)
@Sweep(concurrency = @Concurrency({1, 10, 100, 500, 1000}))
@Sweep(rate = @Rate(value = {100, 1000, 2000, 5000}, arrival = Arrival.CONSTANT))
public class PeersLoad {}
