package io.infermark.endpoint;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is probed.
 *
 * @param dialect forced; null: detected
 * @param connectTimeout for each connection
 * @param readTimeout for each question that needs no model
 * @param firstRequestTimeout for each tiny completion: a cold engine may compile first
 * @param systemProxy whether the JVM's proxy settings hold; by default there is no proxy
 * @param tinyRequests whether facts are confirmed by tiny completions
 */
public record ProbeOptions(
        @Nullable Dialect dialect,
        Duration connectTimeout,
        Duration readTimeout,
        Duration firstRequestTimeout,
        boolean systemProxy,
        boolean tinyRequests) {
    /** Detected, 5 s to connect, 10 s to answer, 2 minutes for the first tokens, no proxy. */
    public static final ProbeOptions DEFAULT =
            new ProbeOptions(null, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(2), false, true);

    /** The same with a forced dialect. */
    public ProbeOptions withDialect(Dialect forced) {
        return new ProbeOptions(forced, connectTimeout, readTimeout, firstRequestTimeout, systemProxy, tinyRequests);
    }

    /** The same with one limit for all questions, tiny completions included. */
    public ProbeOptions withTimeout(Duration limit) {
        return new ProbeOptions(dialect, limit, limit, limit, systemProxy, tinyRequests);
    }
}
