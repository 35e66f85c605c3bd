/**
 * The overhead certificate's measured half: what the load generator adds to figures, measured against a server that knows the truth, on this machine, in this run.
 *
 * <p><b>Data flow.</b> While the engine is idle, before and after a trial's measured windows, {@link io.infermark.calibration.Calibrator} starts a simulator in the host's JVM and lets the
 * trial's own generator (its JVM, its pinned event loops, its compiled code) drive it for less than a second, with the trial's streams and its tokens a second ({@link
 * io.infermark.calibration.LoadShape}). The generator's records are joined with the simulator's send log by request id; {@link io.infermark.calibration.CalibrationFigures} holds the difference.
 *
 * <p><b>What is compared.</b> The instant at which the generator says that it read a token minus the instant at which the simulator handed that token to its socket. Both clocks are the
 * host's monotonic one. A simulator that is itself late thus does not count against the generator: only what lies between its write and our read does. On the way to the server the generator
 * stamps right before the system call that delivers, so nothing can hide there.
 *
 * <p><b>Judgement</b> is {@link io.infermark.calibration.CalibrationFigures#faults}: an error that matters against the TTFT that the point shows. A measurement that another process disturbed is
 * taken again, twice at most: foreign load only makes it worse, so the best of them is the generator's.
 *
 * <p><b>Threads and memory.</b> One thread drives it; the simulator has an event loop of its own and ends with each calibration. Records go to a temporary file beside the trial's own and are deleted.
 */
@NullMarked
package io.infermark.calibration;

import org.jspecify.annotations.NullMarked;
