package io.infermark.telemetry;

import io.infermark.platform.Rapl;
import io.infermark.spi.Endpoint;
import io.infermark.spi.StartPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * What is observed, and by what.
 *
 * @param names metric names of engines, the most probable first
 * @param gpus that count
 * @param serverIsHere whether the server runs on this host
 * @param folder of the trial; exists
 * @param tools the vendors' tools
 * @param powercap where the processors' counters are
 */
public record TelemetrySite(
        TelemetryMode mode,
        Endpoint endpoint,
        List<StartPlan.Metrics> names,
        Monitored gpus,
        boolean serverIsHere,
        Path folder,
        Tools tools,
        Path powercap) {
    public TelemetrySite {
        names = List.copyOf(names);
    }

    /** A site with the tools of the PATH. */
    public static TelemetrySite of(
            TelemetryMode mode,
            Endpoint endpoint,
            List<StartPlan.Metrics> names,
            Monitored gpus,
            boolean serverIsHere,
            Path folder) {
        return new TelemetrySite(mode, endpoint, names, gpus, serverIsHere, folder, Tools.STANDARD, Rapl.ROOT);
    }

    /** Executables: names on the PATH, or paths. */
    public record Tools(String nvidiaSmi, String amdSmi) {
        /** Those of the PATH. */
        public static final Tools STANDARD = new Tools("nvidia-smi", "amd-smi");
    }
}
