package io.infermark.telemetry;

import io.infermark.metric.GpuEnergy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the power and the activity of GPUs into the trial's {@code gpu.csv} while a trial is measured. */
interface GpuMonitor extends AutoCloseable {
    /** Name of its file in the trial's folder. */
    String FILE = "gpu.csv";

    /** Who says it, such as {@code nvidia-smi}. */
    String source();

    /** Where its watts come from. */
    GpuEnergy.Origin origin();

    /** The devices that count, as the file names them. */
    Set<String> devices();

    /**
     * Once a second, and before and after each window.
     *
     * @param page the engine's metrics of this instant; null if it has none
     */
    void tick(@Nullable EnginePage page);

    /** Waits, a few seconds at most, until every device has a sample later than now. */
    void settle();

    /** What went wrong with it, in words; empty if nothing did. */
    String problem();

    /** Ends it; its file is complete then. */
    @Override
    void close();
}
