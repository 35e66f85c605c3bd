/**
 * What is kept of every request: raw instants, never figures.
 *
 * <p><b>Purpose.</b> A {@link io.infermark.record.RequestRecord} holds what was seen of one request, in nanoseconds. Every figure is derived from records after the run
 * ({@code io.infermark.metric}), so that a definition can be replaced without measuring again.
 *
 * <p><b>Data flow.</b> The event loop of the load generator writes events into preallocated blocks; a thread that is no event loop encodes them into a versioned
 * file in the trial's folder; the host JVM reads that file one request at a time. The generator's heap does not depend on the length of a window, and a kill −9
 * loses at most the block being filled.
 *
 * <p><b>Clock.</b> {@link java.lang.System#nanoTime()} only, expressed relative to the trial's epoch, which the file states together with the wall-clock time at that instant.
 *
 * <p><b>Rules.</b> Sees no Netty, no AHC, no Jackson.
 */
@NullMarked
package io.infermark.record;

import org.jspecify.annotations.NullMarked;
