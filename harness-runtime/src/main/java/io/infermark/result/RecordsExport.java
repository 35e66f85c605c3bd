package io.infermark.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.infermark.record.RequestRecord;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Prints records, one line a request, so that every figure can be computed again by somebody else. Instants are nanoseconds from the point's start; what was never seen is null, or
 * an empty cell. Events without a token, which {@code -compat} runs record too, are left out. Records are written as they come: memory does not depend on their number.
 */
public final class RecordsExport {
    /** Form of the lines. */
    public enum Format {
        JSONL,
        CSV
    }

    private record Column(String name, BiFunction<RequestRecord, Long, @Nullable Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("id", (r, o) -> r.requestId()),
            new Column("index", (r, o) -> r.index()),
            new Column("warmup", (r, o) -> r.warmup()),
            new Column("iteration", (r, o) -> r.iteration()),
            new Column("url", (r, o) -> r.url()),
            new Column("intended_ns", (r, o) -> instant(r.intendedNanos(), o)),
            new Column("sent_ns", (r, o) -> instant(r.sentNanos(), o)),
            new Column("connect_ns", (r, o) -> r.connectNanos()),
            new Column("reused_connection", (r, o) -> r.reusedConnection()),
            new Column("protocol", (r, o) -> r.transport().protocol()),
            new Column("tls", (r, o) -> r.transport().tls()),
            new Column("connection_streams", (r, o) -> r.transport().streams()),
            new Column("first_byte_ns", (r, o) -> instant(r.firstByteNanos(), o)),
            new Column("first_token_ns", (r, o) -> event(r, 0, o)),
            new Column("last_token_ns", (r, o) -> event(r, r.eventNanos().length - 1, o)),
            new Column("end_ns", (r, o) -> instant(r.doneNanos(), o)),
            new Column("status", (r, o) -> r.status() == 0 ? null : Integer.valueOf(r.status())),
            new Column("outcome", (r, o) -> r.outcome().label()),
            new Column("error", (r, o) -> r.detail()),
            new Column("finish_reason", (r, o) -> r.finishReason()),
            new Column("planned_input_tokens", (r, o) -> r.plannedInputTokens()),
            new Column("planned_output_tokens", (r, o) -> r.plannedOutputTokens()),
            new Column("usage_input_tokens", (r, o) -> count(r.usageInputTokens())),
            new Column("usage_output_tokens", (r, o) -> count(r.usageOutputTokens())),
            new Column("cached_tokens", (r, o) -> count(r.cachedTokens())),
            new Column("token_source", (r, o) -> r.tokenSource().label()),
            new Column("events", (r, o) -> r.eventNanos().length));

    private RecordsExport() {}

    /**
     * Writes all records.
     *
     * @param originNanos the point's start on the records' clock
     * @param events whether to add the time, the token count and the flags of every token event; in CSV as lists with spaces
     */
    public static void write(
            Iterable<RequestRecord> records, long originNanos, Format format, boolean events, Writer out)
            throws IOException {
        if (format == Format.CSV) {
            writeCsv(records, originNanos, events, out);
        } else {
            writeJsonl(records, originNanos, events, out);
        }
        out.flush();
    }

    private static void writeCsv(Iterable<RequestRecord> records, long origin, boolean events, Writer out)
            throws IOException {
        List<String> header = new ArrayList<>(COLUMNS.stream().map(Column::name).toList());
        if (events) {
            header.addAll(List.of("event_ns", "event_tokens", "event_kinds"));
        }
        Csv.line(out, header);
        for (RequestRecord recorded : records) {
            RequestRecord record = recorded.tokenEventsOnly();
            List<@Nullable Object> cells = new ArrayList<>();
            COLUMNS.forEach(column -> cells.add(column.value().apply(record, origin)));
            if (events) {
                cells.add(join(record, i -> Long.toString(record.eventNanos()[i] - origin)));
                cells.add(join(
                        record, i -> record.eventTokens()[i] < 0 ? "?" : Integer.toString(record.eventTokens()[i])));
                cells.add(join(record, i -> kind(record.eventFlags()[i])));
            }
            Csv.line(out, cells);
        }
    }

    private static String join(RequestRecord record, java.util.function.IntFunction<String> text) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < record.eventNanos().length; i++) {
            joined.append(i == 0 ? "" : " ").append(text.apply(i));
        }
        return joined.toString();
    }

    private static void writeJsonl(Iterable<RequestRecord> records, long origin, boolean events, Writer out)
            throws IOException {
        JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        boolean any = false;
        for (RequestRecord recorded : records) {
            RequestRecord record = recorded.tokenEventsOnly();
            any = true;
            json.writeStartObject();
            for (Column column : COLUMNS) {
                json.writeObjectField(column.name(), column.value().apply(record, origin));
            }
            if (events) {
                writeEvents(json, record, origin);
            }
            json.writeEndObject();
        }
        json.flush();
        if (any) {
            out.write('\n');
        }
    }

    private static void writeEvents(JsonGenerator json, RequestRecord record, long origin) throws IOException {
        json.writeArrayFieldStart("token_events");
        for (int i = 0; i < record.eventNanos().length; i++) {
            json.writeStartObject();
            json.writeNumberField("ns", record.eventNanos()[i] - origin);
            json.writeObjectField("tokens", count(record.eventTokens()[i]));
            json.writeStringField("kind", kind(record.eventFlags()[i]));
            json.writeBooleanField("visible", (record.eventFlags()[i] & RequestRecord.VISIBLE) != 0);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String kind(byte flags) {
        if ((flags & RequestRecord.REASONING) != 0) {
            return "reasoning";
        }
        return (flags & RequestRecord.TOOL) != 0 ? "tool" : "answer";
    }

    private static @Nullable Object instant(long nanos, long origin) {
        return nanos == RequestRecord.UNSEEN ? null : Long.valueOf(nanos - origin);
    }

    private static @Nullable Object event(RequestRecord record, int index, long origin) {
        return index >= 0 && index < record.eventNanos().length
                ? Long.valueOf(record.eventNanos()[index] - origin)
                : null;
    }

    private static @Nullable Object count(int tokens) {
        return tokens < 0 ? null : Integer.valueOf(tokens);
    }
}
