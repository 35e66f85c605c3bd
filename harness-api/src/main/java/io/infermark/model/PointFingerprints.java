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
    private final RecordText text = new RecordText();
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
                        text.of(spec.model()),
                        text.of(spec.hardware()),
                        server.engine().name(),
                        server.image(),
                        server.launch().name(),
                        server.command().toString(),
                        server.flags().toString(),
                        server.env().toString(),
                        server.endpoint().urls().toString(),
                        Boolean.toString(server.prefixCache()),
                        Integer.toString(spec.maxModelLen())));
        this.endpoint = text.of(server.endpoint());
    }

    /** As {@link Fingerprint#ofStart}. */
    public String start(Point point) {
        return Fingerprint.text(copy(startDigest(point)));
    }

    /** As {@link Fingerprint#ofPoint}. */
    public String point(Point point) {
        MessageDigest digest = copy(startDigest(point));
        update(digest, "\n" + text.of(point.workload()) + "\n" + load(point.load()) + "\n" + endpoint);
        return Fingerprint.text(digest);
    }

    /** A load without a shape has the text that it had before there were shapes, so that earlier results still stand for it. */
    private String load(Load load) {
        String whole = text.of(load);
        return load instanceof Load.Open open && open.shape().isEmpty() ? whole.replace(", shape=]", "]") : whole;
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
                            text.of(point.parallelism()),
                            point.specDecoding().name(),
                            text.of(point.axes()),
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
