package io.infermark.fork;

import java.time.Duration;
import java.util.OptionalLong;

/** A load generator that serves one trial: open, some windows, close. Methods but {@link #stop} and {@link #abort} are for one thread. */
public interface Generator extends AutoCloseable {
    /**
     * Connects, probes the endpoint, warms the client up.
     *
     * @throws GeneratorException if the endpoint refuses, the generator dies, or the deadline passes
     */
    FromGenerator.Opened open(ToGenerator.Open order, Duration deadline);

    /**
     * Runs a window and drains it.
     *
     * @throws GeneratorException as {@link #open}
     */
    FromGenerator.WindowEnded run(ToGenerator.RunWindow order);

    /**
     * Runs a window against a simulator, over the same event loops; the trial's records are not touched.
     *
     * @throws GeneratorException as {@link #open}
     */
    FromGenerator.Calibrated calibrate(ToGenerator.Calibrate order);

    /** Its process's id, for those who watch it; empty if it has no process of its own. */
    OptionalLong process();

    /** From any thread: no new requests, drain for at most so long. */
    void stop(Duration drain);

    /** From any thread: end everything now; a running {@link #run} returns or throws soon. */
    void abort();

    /**
     * Completes the record file and ends the process, by force if it does not end by itself.
     *
     * @throws GeneratorException if the file could not be completed
     */
    @Override
    void close();
}
