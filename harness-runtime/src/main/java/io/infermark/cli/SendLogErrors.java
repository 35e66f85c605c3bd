package io.infermark.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.sim.RequestTruth;
import io.infermark.sim.SimTruth;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The client's log joined with the simulator's by request id: one JSON line a request with the error of each token event (read minus write), then a line that sums them up.
 *
 * <p>Both logs are on {@link System#nanoTime()}, which processes of one Linux host share; logs of two hosts, or of a host before and after a start, don't join.
 */
final class SendLogErrors {
    private final Map<String, Integer> requestIndex = new HashMap<>();
    private final List<RequestTruth> requests;
    private final List<List<SimTruth.Event>> written = new ArrayList<>();
    private long[] errors = new long[1024];
    private int errorCount;
    private int joined;
    private int unknown;
    private int unequal;

    SendLogErrors(SimTruth truth) {
        requests = truth.requests();
        for (RequestTruth request : requests) {
            requestIndex.put(request.requestId(), written.size());
            written.add(new ArrayList<>());
        }
        for (int i = 0; i < truth.eventCount(); i++) {
            SimTruth.Event event = truth.event(i);
            if (event.tokens() > 0) {
                written.get(event.requestIndex()).add(event);
            }
        }
    }

    void write(List<Path> files, Writer out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        for (Path file : files) {
            try (RecordReader reader = RecordReader.open(file)) {
                long origin = reader.epoch().nanoOrigin();
                for (RequestRecord record : reader) {
                    // A compatible run records events without a token too.
                    request(json, record.tokenEventsOnly(), origin);
                }
            }
        }
        summary(json);
        json.flush();
        out.write('\n');
        out.flush();
    }

    private void request(JsonGenerator json, RequestRecord record, long origin) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", record.requestId());
        json.writeStringField("outcome", record.outcome().label());
        Integer index = requestIndex.get(record.requestId());
        if (index == null) {
            unknown++;
            json.writeNullField("server_outcome");
            json.writeEndObject();
            return;
        }
        RequestTruth truth = requests.get(index);
        List<SimTruth.Event> events = written.get(index);
        long[] read = record.eventNanos();
        json.writeStringField("server_outcome", truth.outcome().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("server_output_tokens", truth.outputTokens());
        if (record.sentNanos() != RequestRecord.UNSEEN) {
            json.writeNumberField("arrival_after_sent_ns", truth.arrivalNanos() - origin - record.sentNanos());
        }
        if (!events.isEmpty()) {
            json.writeNumberField("true_ttft_ns", events.get(0).writeNanos() - truth.arrivalNanos());
        }
        if (read.length > 0 && record.sentNanos() != RequestRecord.UNSEEN) {
            json.writeNumberField("ttft_ns", read[0] - record.sentNanos());
        }
        json.writeNumberField("events_written", events.size());
        json.writeNumberField("events_read", read.length);
        if (read.length == events.size()) {
            joined++;
            json.writeArrayFieldStart("event_error_ns");
            for (int i = 0; i < read.length; i++) {
                long error = read[i] + origin - events.get(i).writeNanos();
                add(error);
                json.writeNumber(error);
            }
            json.writeEndArray();
        } else {
            // Which event was not read cannot be told from times alone.
            unequal++;
            json.writeNullField("event_error_ns");
        }
        json.writeEndObject();
    }

    private void add(long error) {
        if (errorCount == errors.length) {
            errors = Arrays.copyOf(errors, 2 * errorCount);
        }
        errors[errorCount++] = error;
    }

    private void summary(JsonGenerator json) throws IOException {
        long[] sorted = Arrays.copyOf(errors, errorCount);
        Arrays.sort(sorted);
        json.writeStartObject();
        json.writeObjectFieldStart("summary");
        json.writeNumberField("joined_requests", joined);
        json.writeNumberField("requests_unknown_to_the_server", unknown);
        json.writeNumberField("requests_with_other_numbers_of_events", unequal);
        json.writeNumberField("events", sorted.length);
        if (sorted.length > 0) {
            json.writeNumberField(
                    "error_mean_ns", Math.round(Arrays.stream(sorted).average().orElseThrow()));
            json.writeNumberField("error_least_ns", sorted[0]);
            json.writeNumberField("error_p50_ns", sorted[(sorted.length - 1) / 2]);
            json.writeNumberField("error_p99_ns", sorted[(int) Math.ceil(0.99 * sorted.length) - 1]);
            json.writeNumberField("error_most_ns", sorted[sorted.length - 1]);
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
