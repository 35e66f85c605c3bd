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
        return digest(new RecordText().of(spec));
    }

    /** Digest of what a server is started with: two points with the same one can share a start. */
    public static String ofStart(BenchmarkSpec spec, Point point) {
        return new PointFingerprints(spec).start(point);
    }

    /** Digest of everything that a point measures: the start, the workload, the load and the request options. */
    public static String ofPoint(BenchmarkSpec spec, Point point) {
        return new PointFingerprints(spec).point(point);
    }

    /** Digest of bytes. */
    public static String of(byte[] content) {
        MessageDigest digest = sha256();
        digest.update(content);
        return text(digest);
    }

    /** A digest that has seen nothing yet; every digest of this program is made with it. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    private static String digest(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
