package io.infermark.processor.write;

import io.infermark.model.Fingerprint;
import io.infermark.model.Matrix;
import io.infermark.model.Point;
import io.infermark.model.PointFingerprints;
import java.nio.charset.StandardCharsets;

/** The resource of a benchmark: JSON lines, first a header, then one line for each point in declared order. */
public final class IndexWriter {
    private static final String SCHEMA = "infermark.matrix";
    private static final int MAJOR = 1;
    private static final int MINOR = 0;

    private IndexWriter() {}

    /** The bytes of the resource. */
    public static byte[] write(Matrix matrix) {
        StringBuilder lines = new StringBuilder();
        String benchmark = matrix.spec().benchmark();
        lines.append(new JsonLine()
                        .object(
                                "schema",
                                new JsonLine()
                                        .text("name", SCHEMA)
                                        .number("major", MAJOR)
                                        .number("minor", MINOR))
                        .text("benchmark", benchmark)
                        .text("provider", GeneratedNames.provider(benchmark))
                        .number("points", matrix.points().size())
                        .text("fingerprint", Fingerprint.ofSpec(matrix.spec())))
                .append('\n');
        PointFingerprints fingerprints = new PointFingerprints(matrix.spec());
        for (Point point : matrix.points()) {
            lines.append(new JsonLine()
                            .text("id", point.id())
                            .text("start", fingerprints.start(point))
                            .text("point", fingerprints.point(point)))
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
