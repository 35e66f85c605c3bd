package io.infermark.matrix;

import java.io.IOException;
import java.io.Writer;

/** How a matrix is printed. */
public enum MatrixFormat {
    /** One JSON array of rows: upstream's output. */
    JSON,
    /** Columns for people. */
    TABLE,
    /** Job matrices for GitHub Actions, in chunks of at most {@link GithubMatrixWriter#MAX_JOBS} jobs. */
    GITHUB,
    /** A YAML list of rows. */
    YAML;

    /** A writer of this format; closing it ends the document and flushes, without closing {@code out}. */
    public MatrixWriter writer(Writer out) throws IOException {
        return switch (this) {
            case JSON -> new JsonMatrixWriter(out);
            case TABLE -> new TableMatrixWriter(out);
            case GITHUB -> new GithubMatrixWriter(out);
            case YAML -> new YamlMatrixWriter(out);
        };
    }
}
