package io.infermark.processor.read;

import org.openjdk.jmh.annotations.Level;

/**
 * A {@code @Setup} or {@code @TearDown} method.
 *
 * @param setUp whether it runs before
 * @param takesEndpoint whether it wants the server's endpoint
 * @param deprecated whether calling it is worth a lint
 */
public record HookCall(boolean setUp, Level level, String method, boolean takesEndpoint, boolean deprecated) {}
