package io.infermark.api;

/** How a server comes to be. */
public enum Launch {
    /** {@link #EXTERNAL} if a URL is given, {@link #CONTAINER} if an image is given, else the engine's default. */
    AUTO,
    /** A container that the harness starts and stops. */
    CONTAINER,
    /** A process of this host that the harness starts and stops. */
    PROCESS,
    /** A URL that somebody else runs: a fork then renews the load generator only, and the result says so. */
    EXTERNAL
}
