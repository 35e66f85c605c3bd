package io.infermark.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Short digests of a configuration: equal digests mean that a result of one may stand for the other. No secret goes in: of secrets only the reference is hashed.
 */
public final class Fingerprint {
    private static final int HEX_DIGITS = 16;

    private Fingerprint() {}

    /** Digest of a whole declaration: equal ones have the same points, measured in the same way. */
    public static String ofSpec(BenchmarkSpec spec) {
        return digest(spec.toString());
    }

    /** Digest of what a server is started with: two points with the same one can share a start. */
    public static String ofStart(BenchmarkSpec spec, Point point) {
        return digest(startText(spec, point));
    }

    /** Digest of everything that a point measures: the start, the workload, the load and the request options. */
    public static String ofPoint(BenchmarkSpec spec, Point point) {
        return digest(startText(spec, point) + "\n" + point.workload() + "\n" + point.load() + "\n"
                + spec.server().endpoint());
    }

    private static String startText(BenchmarkSpec spec, Point point) {
        ServerSpec server = spec.server();
        return String.join(
                "\n",
                spec.model().toString(),
                spec.hardware().toString(),
                server.engine().name(),
                server.image(),
                server.launch().name(),
                server.command().toString(),
                server.flags().toString(),
                server.env().toString(),
                server.endpoint().urls().toString(),
                Boolean.toString(server.prefixCache()),
                Integer.toString(spec.maxModelLen()),
                point.parallelism().toString(),
                point.specDecoding().name(),
                point.axes().toString(),
                point.env().toString());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
