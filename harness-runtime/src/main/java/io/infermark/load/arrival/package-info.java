/**
 * When the requests of an open loop are due.
 *
 * <p><b>Purpose.</b> An {@link io.infermark.load.arrival.ArrivalProcess} is a rule; an {@link io.infermark.load.arrival.ArrivalSchedule} is the complete list of instants that
 * it gives for a seed, made before the window opens. Nothing in the window looks at a rate any more, so lateness cannot move later requests.
 *
 * <p><b>Replay.</b> The same process, size and seed give the same nanoseconds on every machine and JVM: the generator is {@link java.util.SplittableRandom} and
 * the functions are {@link java.lang.StrictMath}'s. A schedule can be written to a text file and read again as a trace without losing a nanosecond.
 *
 * <p><b>Files.</b> {@link io.infermark.load.arrival.ArrivalTrace} reads a file of instants and names it by its content.
 *
 * <p><b>Rules.</b> Pure values; sees nothing of the network.
 */
@NullMarked
package io.infermark.load.arrival;

import org.jspecify.annotations.NullMarked;
