/**
 * Energy of GPU boards from the telemetry of {@code nvidia-smi} or {@code amd-smi}.
 *
 * <p><b>Purpose.</b> A figure of joules that is either sound or absent with the reason. Rules are those of InferenceX's {@code aggregate_power.py}, reasons are its codes.
 *
 * <p><b>Data flow.</b> {@link io.infermark.power.PowerStream} reads a CSV file's samples near a window; {@link io.infermark.power.PowerIntegration} checks that they bracket the window
 * without gaps and integrates each device by trapezoids; {@link io.infermark.power.EnergyCounters} compares the whole stream with the boards' own energy counters, as advice; {@link
 * io.infermark.power.PowerReport} puts energy over the tokens of a benchmark result into its aggregate and writes the evidence beside it. {@link io.infermark.power.MonitorColumns} reads what else a monitor's file holds. Who runs the monitors is {@code io.infermark.telemetry}.
 *
 * <p><b>Threading, memory.</b> Pure functions over files; a file's samples are held as a map.
 *
 * <p><b>Limits.</b> Board power only: no CPU, no network card, no cooling.
 */
@NullMarked
package io.infermark.power;

import org.jspecify.annotations.NullMarked;
