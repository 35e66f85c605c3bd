/**
 * What GPUs, host and engine say of themselves while the windows of a trial are measured.
 *
 * <p><b>Purpose.</b> Energy per token, utilisation, memory, queue, KV cache, preemptions, prefix cache hits, accepted draft tokens: beside the load generator's figures, never among them. A
 * figure that cannot be had is absent with the reason; it is never zero and never filled in.
 *
 * <p><b>Data flow.</b> {@link io.infermark.telemetry.TrialTelemetry} surrounds a trial. A <em>monitor</em> writes {@code gpu.csv} into the trial's folder: {@code nvidia-smi} or {@code
 * amd-smi} as a child process ({@link io.infermark.telemetry.MonitorProcess}), a DCGM exporter over HTTP, or the made-up power of the embedded engine, which is labelled fake. {@link
 * io.infermark.telemetry.EngineScraper} reads the engine's {@code /metrics} before, once a second during, and after each measured window, and keeps the pages as they came in
 * {@code engine-metrics.prom.gz}. {@link io.infermark.telemetry.CpuEnergyMeter} reads the processors' counters. When the trial is over, {@link io.infermark.telemetry.WindowObserver} derives
 * a {@link io.infermark.metric.WindowTelemetry} for each window from those files and pages; the rules of energy are those of {@link io.infermark.power}.
 *
 * <p><b>Time.</b> Monitors are started with {@code TZ=UTC}, so that no change to or from summer time tears a window. A board's {@code power.draw} is its own mean over up to a second, so the
 * edges of a window are soft by that much.
 *
 * <p><b>Threading.</b> All of it runs in the host JVM, never in the load generator's: one daemon thread ticks once a second, one reads a child's output. The trial's own thread begins and ends windows.
 * The files of a monitor are read only when it has ended.
 *
 * <p><b>Memory.</b> Of a page a dozen numbers are kept; everything else is on disk.
 *
 * <p><b>Rules.</b> Nothing here may fail a trial: what goes wrong is a reason in a result.
 */
@NullMarked
package io.infermark.telemetry;

import org.jspecify.annotations.NullMarked;
