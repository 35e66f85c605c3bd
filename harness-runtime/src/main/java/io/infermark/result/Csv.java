package io.infermark.result;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of comma-separated values as RFC 4180 has them, ended by a single line feed; null is an empty cell. */
final class Csv {
    private Csv() {}

    static void line(Writer out, List<? extends @Nullable Object> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            Object cell = cells.get(i);
            out.write(cell == null ? "" : quoted(text(cell)));
        }
        out.write('\n');
    }

    /** Doubles with the shortest digits that read back, the same on every JDK. */
    private static String text(Object cell) {
        return cell instanceof Double number ? NumberOutput.toString(number, true) : cell.toString();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
