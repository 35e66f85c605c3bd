package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.endpoint.PreparedRequest;
import io.infermark.record.Outcome;
import io.infermark.record.RecordEpoch;
import io.infermark.record.RecordReader;
import io.infermark.record.RecordWriter;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A session against one server, with its records in a file. */
final class LoadRig implements AutoCloseable {
    final URI base;
    final Path file;
    final RecordWriter writer;
    final LoadSession session;

    LoadRig(Path folder, URI base, LoadOptions options) throws IOException {
        this(
                folder,
                base,
                options,
                LoadTarget.builder().url(base.resolve("/health")).build());
    }

    LoadRig(Path folder, URI base, LoadOptions options, LoadTarget target) throws IOException {
        this.base = base;
        file = folder.resolve("records");
        writer = RecordWriter.create(file, RecordEpoch.now());
        session = LoadSession.open(target, options, writer);
    }

    static List<PreparedRequest> requests(URI base, int count, int outputTokens) {
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(request(base, i, outputTokens));
        }
        return requests;
    }

    static PreparedRequest request(URI base, int index, int outputTokens) {
        String body = "{\"model\":\"sim-model\",\"prompt\":\"one two three " + index + "\",\"max_tokens\":"
                + outputTokens + ",\"ignore_eos\":true,\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
        return new PreparedRequest(
                index,
                base.resolve("/v1/completions"),
                0,
                body.getBytes(StandardCharsets.UTF_8),
                "rig-" + index,
                4,
                outputTokens);
    }

    /** So many, each complete. */
    static void allOk(List<RequestRecord> records, int count) {
        assertThat(records)
                .hasSize(count)
                .allSatisfy(record -> assertThat(record.outcome())
                        .as(String.valueOf(record.detail()))
                        .isEqualTo(Outcome.OK));
    }

    WindowPlan closed(int concurrency, int requests, int outputTokens) {
        return WindowPlan.closed(concurrency, RequestSource.of(requests(base, requests, outputTokens)));
    }

    WindowMark run(WindowPlan plan) throws IOException {
        return session.run(plan);
    }

    List<RequestRecord> records() throws IOException {
        writer.flush();
        List<RequestRecord> records = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(file)) {
            reader.forEach(records::add);
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        session.close();
        writer.close();
    }
}
