package io.infermark.server;

import io.infermark.spi.Endpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A server that answers. */
public interface ServerHandle extends AutoCloseable {
    /** Where it answers, under which model name, with the plan's request options. */
    Endpoint endpoint();

    /** How long the start took. */
    StartTimings timings();

    /** What it says of itself: {@code engine} (version), and, where known, {@code image}, {@code imageId}, {@code imageDigest}, {@code command}. */
    Map<String, String> versions();

    /** Completed when it dies without having been asked to; never completed by {@link #stop()}. */
    CompletionStage<ServerDeath> death();

    /** The file that holds everything it printed; for somebody else's server an empty file. */
    Path log();

    /** Ends it: {@code SIGTERM}, the plan's grace, then {@code SIGKILL} of everything that it started. Returns when all of it is gone. Idempotent. */
    void stop();

    /** How the stop went; empty before it. */
    Optional<StopReport> stopReport();

    /** The same as {@link #stop()}. */
    @Override
    default void close() {
        stop();
    }
}
