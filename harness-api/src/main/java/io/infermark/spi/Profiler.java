package io.infermark.spi;

import java.util.Map;
import java.util.Optional;

/**
 * Looks at something while the windows of a trial are measured, and adds named figures to its result. Runs in the host JVM, asked for by {@code -prof name}.
 *
 * <p>Your own: implement this with a public no-argument constructor and name the class in {@code META-INF/services/io.infermark.spi.Profiler}.
 */
public interface Profiler {
    /** Name on the command line: lower case. */
    String name();

    /** What it does, in a sentence. */
    String description();

    /** Why it can't work on this host; empty if it can. Asking for one that can't stops a run before it starts. */
    Optional<String> unsupported();

    /** Begins, after the warm-up and before the first measured window of a trial. An exception fails the trial. */
    Session start(Endpoint endpoint) throws Exception;

    /** One trial under observation. */
    interface Session {
        /** Ends after the last measured window; figures by name with unit. An exception fails the trial. */
        Map<String, Double> finish() throws Exception;
    }
}
