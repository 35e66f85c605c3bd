package io.infermark.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.platform.Executables;
import io.infermark.power.EnergyCounters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The monitor of a trial, if there is one, with the boards' own energy counters where a tool gives them. */
final class MonitorChoice {
    /** Comparison of the samples with the boards' own counters. */
    static final String COUNTER_CHECK = "gpu_energy_check.json";

    private static final long SNAPSHOT_SECONDS = 20;

    private final @Nullable GpuMonitor monitor;
    private final String absentBecause;
    private final Optional<String> counters;
    private final Path folder;

    private MonitorChoice(@Nullable GpuMonitor monitor, String absentBecause, Optional<String> counters, Path folder) {
        this.monitor = monitor;
        this.absentBecause = absentBecause;
        this.counters = counters;
        this.folder = folder;
    }

    /** @param page the engine's first page; null if it has none */
    static MonitorChoice make(TelemetrySite site, @Nullable EnginePage page) {
        Path folder = site.folder();
        Monitored gpus = site.gpus();
        if (gpus.gpus().isEmpty()) {
            return page != null && !page.fakeWatts().isEmpty()
                    ? new MonitorChoice(new FakePowerMonitor(page, folder), "", Optional.empty(), folder)
                    : none(gpus.absentBecause(), folder);
        }
        if (site.mode().dcgm().isPresent()) {
            DcgmMonitor asked = new DcgmMonitor(site.mode().dcgm().get(), gpus, folder);
            return asked.answers() ? of(asked, folder) : none(asked.problem(), folder);
        }
        try {
            return switch (gpus.vendor()) {
                case NVIDIA -> nvidia(site);
                case AMD -> amd(site);
                case INTEL, CPU, SIMULATED -> none("nothing is known that samples GPUs of " + gpus.vendor(), folder);
            };
        } catch (IOException e) {
            return none("the vendor's tool can't be run: " + e.getMessage(), folder);
        }
    }

    private static MonitorChoice none(String because, Path folder) {
        return new MonitorChoice(null, because, Optional.empty(), folder);
    }

    private static MonitorChoice of(GpuMonitor monitor, Path folder) {
        return new MonitorChoice(monitor, "", Optional.empty(), folder);
    }

    private static MonitorChoice nvidia(TelemetrySite site) throws IOException {
        String tool = site.tools().nvidiaSmi();
        if (Executables.find(tool).isPresent()) {
            return of(ToolMonitor.nvidia(tool, site.gpus(), site.folder()), site.folder());
        }
        DcgmMonitor exporter = new DcgmMonitor(DcgmMonitor.STANDARD, site.gpus(), site.folder());
        return exporter.answers()
                ? of(exporter, site.folder())
                : none(
                        "there is no " + tool + " on the PATH, and no DCGM exporter: " + exporter.problem(),
                        site.folder());
    }

    private static MonitorChoice amd(TelemetrySite site) throws IOException {
        String tool = site.tools().amdSmi();
        if (Executables.find(tool).isEmpty()) {
            return none("there is no " + tool + " on the PATH", site.folder());
        }
        ToolMonitor monitor = ToolMonitor.amd(tool, site.gpus(), site.folder());
        snapshot(tool, site.folder().resolve("gpu_energy_start.csv"));
        return new MonitorChoice(monitor, "", Optional.of(tool), site.folder());
    }

    /** The counters are advice: a tool that does not give them leaves no file, and the comparison says which one is missing. */
    private static void snapshot(String tool, Path file) {
        try {
            Process process = new ProcessBuilder(List.of(tool, "metric", "-E", "--csv"))
                    .redirectOutput(file.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SNAPSHOT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            } else if (process.exitValue() == 0) {
                return;
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // See above.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void tick(@Nullable EnginePage page) {
        if (monitor != null) {
            monitor.tick(page);
        }
    }

    void settle() {
        if (monitor != null) {
            monitor.settle();
        }
    }

    void close() {
        if (monitor == null) {
            return;
        }
        counters.ifPresent(tool -> snapshot(tool, folder.resolve("gpu_energy_end.csv")));
        monitor.close();
        counters.ifPresent(tool -> compare());
    }

    private void compare() {
        ObjectNode check = EnergyCounters.check(folder.resolve(GpuMonitor.FILE), ZoneOffset.UTC);
        if (check != null) {
            try {
                Files.write(
                        folder.resolve(COUNTER_CHECK), check.toPrettyString().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Advice that can't be written; both snapshots are there.
            }
        }
    }

    void describe(WindowObserver observer, Path trial) {
        if (monitor == null) {
            observer.withoutGpus(absentBecause);
        } else {
            observer.gpus(monitor, trial.resolve(GpuMonitor.FILE));
        }
    }
}
