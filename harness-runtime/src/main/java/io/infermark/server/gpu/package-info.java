/**
 * Whether the GPUs that a start declares are there and free, before it, and free again after its end.
 *
 * <p><b>Purpose.</b> A point that shares its GPU with somebody else's process, or with the memory of the server before it, measures both. {@link io.infermark.server.gpu.GpuGuard} refuses such a
 * start, and after the stop waits until the memory is back, so that the next start finds it.
 *
 * <p><b>Rules.</b> Only declared GPUs are looked at. What the vendor's tool cannot say is not held against a host, except that a host without tool and without driver has no GPU.
 *
 * <p><b>Threading.</b> Everything runs on the caller's thread and blocks it.
 */
@NullMarked
package io.infermark.server.gpu;

import org.jspecify.annotations.NullMarked;
