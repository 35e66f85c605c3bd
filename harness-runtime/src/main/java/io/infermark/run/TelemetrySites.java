package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.plan.Trial;
import io.infermark.platform.HostFacts;
import io.infermark.platform.NvidiaSmi;
import io.infermark.server.ServerHandle;
import io.infermark.server.recipe.EngineMetricNames;
import io.infermark.spi.StartPlan;
import io.infermark.telemetry.Monitored;
import io.infermark.telemetry.TelemetryMode;
import io.infermark.telemetry.TelemetrySite;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is to be observed while a trial runs: whose metrics, which GPUs. */
final class TelemetrySites {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private TelemetrySites() {}

    static TelemetrySite of(TelemetryMode mode, Trial trial, StartPlan plan, ServerHandle server, Path folder) {
        List<StartPlan.Metrics> names = new ArrayList<>(List.of(plan.metrics()));
        names.addAll(EngineMetricNames.all());
        boolean here = plan.launch() != Launch.EXTERNAL
                || server.endpoint().urls().stream().map(URI::getHost).allMatch(LOOPBACK::contains);
        return TelemetrySite.of(mode, server.endpoint(), names, gpus(trial, plan, here), here, folder);
    }

    private static Monitored gpus(Trial trial, StartPlan plan, boolean here) {
        BenchmarkSpec spec = trial.planned().spec();
        Vendor vendor = spec.hardware().vendor();
        if (vendor == Vendor.CPU || vendor == Vendor.SIMULATED) {
            return Monitored.none("no GPU is declared: " + spec.hardware().name() + " is none");
        }
        if (!here) {
            return Monitored.none("the server is on another host, whose GPUs are not seen from here");
        }
        boolean foreign = plan.launch() == Launch.EXTERNAL;
        boolean simulated = plan.engine().equals("sim");
        if (!foreign && !simulated) {
            return plan.devices().gpus().isEmpty()
                    ? Monitored.none("the start plan names no GPU")
                    : Monitored.of(vendor, plan.devices().gpus());
        }
        if (vendor != Vendor.NVIDIA) {
            return Monitored.none("which GPUs the server uses is not known: the harness did not start it");
        }
        List<Integer> there =
                NvidiaSmi.query().gpus().stream().map(HostFacts.Gpu::index).toList();
        if (simulated && !foreign) {
            return !there.isEmpty() && there.containsAll(plan.devices().gpus())
                    ? Monitored.of(vendor, plan.devices().gpus())
                    : Monitored.none("a simulated engine uses no GPU");
        }
        int declared = Math.toIntExact(trial.planned().point().parallelism().gpus());
        return there.size() == declared
                ? Monitored.of(vendor, there)
                : Monitored.none("which GPUs the server uses is not known: the harness did not start it, " + declared
                        + " are declared, and this host has " + there.size());
    }
}
