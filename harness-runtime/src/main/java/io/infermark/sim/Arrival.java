package io.infermark.sim;

/**
 * When a request came.
 *
 * @param readNanos the socket read that brought its beginning
 * @param wakeNanos the wake-up of the selector in that turn
 * @param polledNanos the selector had been asked before, and did not have it
 */
record Arrival(long readNanos, long wakeNanos, long polledNanos) {}
