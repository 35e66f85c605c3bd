package io.infermark.spi;

import org.openjdk.jmh.annotations.Level;

/**
 * A benchmark class's own code around what is measured. Runs in the host JVM, one instance a trial: {@link Level#Trial} around one point on one fork,
 * {@link Level#Iteration} around one window, outside its clock.
 */
public interface Hooks {
    /** No code. */
    Hooks NONE = new Hooks() {
        @Override
        public void setUp(Level level, Endpoint endpoint) {}

        @Override
        public void tearDown(Level level, Endpoint endpoint) {}
    };

    /** Called before; an exception fails the trial. */
    void setUp(Level level, Endpoint endpoint) throws Exception;

    /** Called after, also when the trial failed; an exception fails the trial and does not hide an earlier one. */
    void tearDown(Level level, Endpoint endpoint) throws Exception;
}
