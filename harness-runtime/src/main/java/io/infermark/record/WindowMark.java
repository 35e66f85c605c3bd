package io.infermark.record;

import io.infermark.model.Load;

/**
 * The bounds of one iteration, on the clock of its {@link RequestRecord records}.
 *
 * @param warmup whether it is a warm-up iteration
 * @param iteration from 0, warm-up iterations counted apart
 * @param load what was asked for
 * @param startNanos the first request was due
 * @param fullNanos the first instant at which the asked-for concurrency was in flight; {@link RequestRecord#UNSEEN} if it never was, or in an open loop
 * @param exhaustedNanos the source had no next request: what follows is the drain
 * @param endNanos the last request had ended
 * @param scheduled requests that were due
 * @param seed of prompts and schedule
 * @param interrupted whether it was cut short by a signal or a deadline
 */
public record WindowMark(
        boolean warmup,
        int iteration,
        Load load,
        long startNanos,
        long fullNanos,
        long exhaustedNanos,
        long endNanos,
        int scheduled,
        long seed,
        boolean interrupted) {}
