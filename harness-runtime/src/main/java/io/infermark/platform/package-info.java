/**
 * What only an operating system can tell or do: sessions, pinning, processes by mark, facts of the host, GPUs.
 *
 * <p><b>Purpose.</b> The only place that reads {@code /proc} and {@code /sys} or runs {@code setsid}, {@code taskset}, and {@code nvidia-smi} or {@code amd-smi} once ({@code io.infermark.telemetry} runs them as samplers). Where a means is absent
 * (macOS, Windows, a bare container) the answer says so in words ({@link io.infermark.platform.Means#absentBecause}); nobody else asks which system it is.
 *
 * <p><b>Threading.</b> Blocking calls that must have an end go through {@link io.infermark.platform.OwnThread}, since the pool that all of a JVM share may be blocked by somebody else's code.
 *
 * <p><b>Rules.</b> Depends on nothing of ours but the model's enums. No state.
 */
@NullMarked
package io.infermark.platform;

import org.jspecify.annotations.NullMarked;
