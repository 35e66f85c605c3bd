package io.infermark.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Writes results in one of the {@link ResultFormat formats}; every format has an entry for every result, failed ones too. */
public final class ResultWriter {
    /** Width of the text format, whatever the terminal. */
    private static final int TEXT_COLUMNS = 160;

    private ResultWriter() {}

    /** Writes all results, in their order; the writer is flushed and stays open. */
    public static void write(ResultFormat format, List<PointResult> results, Writer out) throws IOException {
        switch (format) {
            case JSON -> array(results, Json.MAPPER::valueToTree, out);
            case INFERENCEX -> array(results, InferencexExport::raw, out);
            case INFERENCEX_AGG -> array(results, InferencexExport::aggregate, out);
            case JMH -> out.write(jmh(results));
            case CSV -> CsvExport.write(results, out);
            case TEXT -> out.write(TextTable.render(results, TEXT_COLUMNS));
        }
        out.flush();
    }

    private static void array(List<PointResult> results, Function<PointResult, JsonNode> shape, Writer out)
            throws IOException {
        List<JsonNode> nodes = results.stream().map(shape).toList();
        out.write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(nodes));
        out.write('\n');
    }

    private static String jmh(List<PointResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            JmhResultBridge.writeJson(results, out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The raw result of one point in the shape of {@code benchmark_serving}, as its own file has it. */
    public static String inferencexRaw(PointResult result) {
        return InferencexExport.raw(result).toPrettyString() + "\n";
    }

    /** The aggregate of one point in the shape of {@code process_result.py}. */
    public static String inferencexAggregate(PointResult result) {
        return InferencexExport.aggregate(result).toPrettyString() + "\n";
    }
}
