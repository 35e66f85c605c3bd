package io.infermark.sim;

import io.netty.util.ResourceLeakDetector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The simulator as the only work of a JVM. */
public final class SimProcess {
    private SimProcess() {}

    /**
     * Serves until the process gets SIGTERM or SIGINT, then closes everything, writes the send log, and ends the JVM
     * with exit code 0 within a second. Prints {@code infermark-sim ready on http://HOST:PORT (simulated)} once bound.
     * With {@code startup-failure} it writes that message to standard error after {@code startup-delay} and ends with
     * exit code 1.
     *
     * <p>The JVM's own exit code for a signal would be 143; to end with 0 the shutdown hook halts the JVM, so other
     * hooks may not run to their end.
     *
     * @throws SimException if it cannot start
     */
    public static void run(SimConfig config) {
        // Sampling buffers for leaks costs garbage and time on the send path; nothing else in this JVM uses Netty.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        SimServer server = SimServer.start(config);
        AtomicInteger exitCode = new AtomicInteger();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> Runtime.getRuntime().halt(stop(server, exitCode)), "infermark-sim-stop"));
        System.out.println("infermark-sim ready on " + server.uri() + " (simulated)");
        System.out.flush();
        Listening listening = config.listening();
        try {
            if (listening.startupFailure().isEmpty()) {
                new CountDownLatch(1).await();
            } else {
                TimeUnit.NANOSECONDS.sleep(listening.startupDelay().toNanos());
                System.err.println("infermark-sim: error: " + listening.startupFailure());
                exitCode.set(1);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        System.exit(exitCode.get());
    }

    private static int stop(SimServer server, AtomicInteger exitCode) {
        try {
            server.close();
            return exitCode.get();
        } catch (RuntimeException failed) {
            System.err.println("infermark-sim: " + failed.getMessage());
            return 1;
        }
    }
}
