/**
 * The runner: executes a {@link io.infermark.plan.RunOrder} and keeps what it measured.
 *
 * <p><b>Data flow.</b> {@link io.infermark.run.Options} → selection → plan → for each server group and fork: start the server, then for each of its points a fresh load
 * generator (package {@code fork}), its windows, its records; figures and validity from the records; one line in the run log as each trial ends, one
 * {@code result.json} as each point is complete; at the end the table and the page.
 *
 * <p><b>Threading.</b> One thread does everything in order. Signals, a server's death and the generator's messages arrive on other threads and only complete futures
 * that this thread waits for; every wait has a deadline.
 *
 * <p><b>Rule.</b> Nothing that was measured is lost: what is known is on disk before the next thing starts.
 */
@NullMarked
package io.infermark.run;

import org.jspecify.annotations.NullMarked;
