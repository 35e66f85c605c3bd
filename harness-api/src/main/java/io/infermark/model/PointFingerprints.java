package io.infermark.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Fingerprint}s of many points of one declaration: what the points share is hashed once, and a start that follows an equal one is not hashed again. Not for use by
 * several threads at once.
 */
public final class PointFingerprints {
    private final MessageDigest shared = Fingerprint.sha256();
    private final String endpoint;
    private @Nullable Point lastPoint;
    private @Nullable MessageDigest lastStart;

    /** Fingerprints of this declaration's points. */
    public PointFingerprints(BenchmarkSpec spec) {
        ServerSpec server = spec.server();
        update(
                shared,
                String.join(
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
                        Integer.toString(spec.maxModelLen())));
        this.endpoint = server.endpoint().toString();
    }

    /** As {@link Fingerprint#ofStart}. */
    public String start(Point point) {
        return Fingerprint.text(copy(startDigest(point)));
    }

    /** As {@link Fingerprint#ofPoint}. */
    public String point(Point point) {
        MessageDigest digest = copy(startDigest(point));
        update(digest, "\n" + point.workload() + "\n" + load(point.load()) + "\n" + endpoint);
        return Fingerprint.text(digest);
    }

    /** A load without a shape has the text that it had before there were shapes, so that earlier results still stand for it. */
    private static String load(Load load) {
        return load instanceof Load.Open open && open.shape().isEmpty()
                ? load.toString().replace(", shape=]", "]")
                : load.toString();
    }

    private MessageDigest startDigest(Point point) {
        MessageDigest digest = lastStart;
        if (digest == null || lastPoint == null || !sameStart(lastPoint, point)) {
            digest = copy(shared);
            update(
                    digest,
                    String.join(
                            "\n",
                            "",
                            point.parallelism().toString(),
                            point.specDecoding().name(),
                            point.axes().toString(),
                            point.env().toString()));
            lastPoint = point;
            lastStart = digest;
        }
        return digest;
    }

    private static boolean sameStart(Point a, Point b) {
        return a.parallelism().equals(b.parallelism())
                && a.specDecoding() == b.specDecoding()
                && a.axes().equals(b.axes())
                && a.env().equals(b.env());
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
