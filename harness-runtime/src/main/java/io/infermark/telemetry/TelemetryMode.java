package io.infermark.telemetry;

import java.net.URI;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param on false: nothing is observed
 * @param dcgm address of a DCGM exporter's page that takes the place of the vendor's tool
 */
public record TelemetryMode(boolean on, Optional<URI> dcgm) {
    /** The vendor's tool, else a DCGM exporter on this host, and the engine's metrics. */
    public static final TelemetryMode AUTO = new TelemetryMode(true, Optional.empty());

    /** Nothing. */
    public static final TelemetryMode OFF = new TelemetryMode(false, Optional.empty());

    /**
     * {@code auto}, {@code off}, or the URL of a DCGM exporter, with or without {@code /metrics}.
     *
     * @throws IllegalArgumentException {@code [TelemetryUnknown]}
     */
    public static TelemetryMode parse(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        if (text.equals("off")) {
            return OFF;
        }
        if (text.matches("https?://[^/\\s]+(/\\S*)?")) {
            try {
                URI uri = new URI(text.matches("https?://[^/]+/?") ? text.replaceFirst("/$", "") + "/metrics" : text);
                return new TelemetryMode(true, Optional.of(uri));
            } catch (java.net.URISyntaxException malformed) {
                throw unknown(text);
            }
        }
        throw unknown(text);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("[TelemetryUnknown] -telemetry " + text
                + " is unknown. Use auto, off, or the URL of a DCGM exporter, as http://localhost:9400.");
    }
}
