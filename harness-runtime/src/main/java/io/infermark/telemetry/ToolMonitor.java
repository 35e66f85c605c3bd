package io.infermark.telemetry;

import io.infermark.metric.GpuEnergy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's tool as monitor. {@code nvidia-smi} is asked for the columns of InferenceX, and memory; a driver that does not know one of them is asked without it, unless the energy rests on it.
 */
final class ToolMonitor implements GpuMonitor {
    private static final Duration FIRST_SAMPLE = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("Field \"([^\"]+)\" is not a valid field.*");
    private static final List<String> NEEDED = List.of("timestamp", "index", "power.draw");
    private static final List<String> NVIDIA_FIELDS = List.of(
            "timestamp",
            "index",
            "power.draw",
            "temperature.gpu",
            "clocks.current.sm",
            "clocks.current.memory",
            "utilization.gpu",
            "utilization.memory",
            "memory.used",
            "memory.total");
    private static final String NVIDIA_EVERY_MILLIS = "500";

    private final String source;
    private final Set<String> devices;
    private final int rounds;
    private final MonitorProcess process;

    private ToolMonitor(String source, Set<String> devices, int rounds, MonitorProcess process) {
        this.source = source;
        this.devices = devices;
        this.rounds = rounds;
        this.process = process;
        process.awaitFirstRow(FIRST_SAMPLE);
    }

    /**
     * Starts {@code nvidia-smi} twice a second.
     *
     * @throws IOException if it can't be run
     */
    static ToolMonitor nvidia(String tool, Monitored gpus, Path folder) throws IOException {
        List<String> fields = new ArrayList<>(NVIDIA_FIELDS);
        while (true) {
            MonitorProcess process = MonitorProcess.start(nvidiaCommand(tool, gpus, fields), folder.resolve(FILE));
            ToolMonitor monitor = new ToolMonitor("nvidia-smi", gpus.names(), 1, process);
            String unknown = unknownField(process);
            if (unknown == null || NEEDED.contains(unknown) || !fields.remove(unknown)) {
                return monitor;
            }
            monitor.close();
        }
    }

    private static List<String> nvidiaCommand(String tool, Monitored gpus, List<String> fields) {
        return List.of(
                tool,
                "-i",
                String.join(",", gpus.names()),
                "--query-gpu=" + String.join(",", fields),
                "--format=csv",
                "-lms",
                NVIDIA_EVERY_MILLIS);
    }

    private static @Nullable String unknownField(MonitorProcess process) {
        Matcher said = UNKNOWN_FIELD.matcher(process.head());
        return said.matches() ? said.group(1) : null;
    }

    /**
     * Starts {@code amd-smi} once a second. Its timestamps are whole seconds, so a sample later than now needs two rounds.
     *
     * @throws IOException if it can't be run
     */
    static ToolMonitor amd(String tool, Monitored gpus, Path folder) throws IOException {
        List<String> command = List.of(tool, "metric", "-p", "-c", "-t", "-u", "-w", "1", "--csv");
        return new ToolMonitor("amd-smi", gpus.names(), 2, MonitorProcess.start(command, folder.resolve(FILE)));
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public GpuEnergy.Origin origin() {
        return GpuEnergy.Origin.MEASURED;
    }

    @Override
    public Set<String> devices() {
        return devices;
    }

    @Override
    public void tick(@Nullable EnginePage page) {
        // It samples by itself.
    }

    @Override
    public void settle() {
        // The round that is under way may have begun before.
        process.awaitRows((rounds + 1) * devices.size() - 1, SETTLE);
    }

    @Override
    public String problem() {
        return process.failure();
    }

    @Override
    public void close() {
        process.close();
    }
}
