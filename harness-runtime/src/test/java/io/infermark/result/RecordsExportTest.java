package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.metric.Requests;
import io.infermark.metric.Windows;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsExportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<RequestRecord> RECORDS = List.of(
            Requests.at(10)
                    .planned(128, 5)
                    .events(new double[] {20, 30, 40}, new int[] {1, 2, 2})
                    .flag(0, RequestRecord.REASONING)
                    .done(41)
                    .build(),
            Requests.at(11)
                    .index(1)
                    .neverSent()
                    .failed(Outcome.CONNECT, "refused, \"really\"\nno")
                    .noUsage()
                    .build());

    private static String export(RecordsExport.Format format, boolean events) throws IOException {
        StringWriter out = new StringWriter();
        RecordsExport.write(RECORDS, 5_000_000, format, events, out);
        return out.toString();
    }

    @Test
    void jsonLinesHaveEveryInstantFromThePointsStart() throws IOException {
        String text = export(RecordsExport.Format.JSONL, true);
        assertThat(text).endsWith("}\n").doesNotContain("\n\n");
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode ok = JSON.readTree(lines.get(0));
        assertThat(ok.get("intended_ns").asLong()).isEqualTo(5_000_000);
        assertThat(ok.get("first_token_ns").asLong()).isEqualTo(15_000_000);
        assertThat(ok.get("end_ns").asLong()).isEqualTo(36_000_000);
        assertThat(ok.get("token_events")).hasSize(3);
        assertThat(ok.get("token_events").get(1).get("ns").asLong()).isEqualTo(25_000_000);
        assertThat(ok.get("token_events").get(1).get("tokens").asInt()).isEqualTo(2);
        assertThat(ok.get("token_events").get(0).get("kind").asText()).isEqualTo("reasoning");
        JsonNode failed = JSON.readTree(lines.get(1));
        assertThat(failed.get("sent_ns").isNull()).isTrue();
        assertThat(failed.get("status").isNull()).isTrue();
        assertThat(failed.get("usage_output_tokens").isNull()).isTrue();
        assertThat(failed.get("outcome").asText()).isEqualTo("connect");
        assertThat(failed.get("error").asText()).isEqualTo("refused, \"really\"\nno");
    }

    @Test
    void csvQuotesAndLeavesEmptyWhatWasNeverSeen() throws IOException {
        Golden.check("records.csv", export(RecordsExport.Format.CSV, true));
        String plain = export(RecordsExport.Format.CSV, false);
        assertThat(plain).contains("\"refused, \"\"really\"\"\nno\"").doesNotContain("event_ns");
    }

    @Test
    void figuresCanBeComputedAgainFromTheExport() throws IOException {
        StringWriter out = new StringWriter();
        RecordsExport.write(Windows.waves(4, 10, 1), 0, RecordsExport.Format.JSONL, true, out);
        double ttft = 0;
        int n = 0;
        for (String line : out.toString().lines().toList()) {
            JsonNode record = JSON.readTree(line);
            ttft += (record.get("token_events").get(0).get("ns").asLong()
                            - record.get("sent_ns").asLong())
                    / 1e6;
            n++;
        }
        assertThat(ttft / n)
                .isEqualTo(
                        Windows.waveWindow(4, 10, 1).metrics().ttftMs().shown().mean(), within(1e-9));
    }

    /** Runs in the way of another client record events that have no token: the role, the usage. */
    @Test
    void eventsWithoutATokenAreNotTakenForTokens() throws IOException {
        RequestRecord record = Requests.at(10)
                .planned(128, 2)
                .events(new double[] {20, 30, 40, 50}, new int[] {0, 1, 1, 0})
                .flag(0, 0)
                .flag(3, RequestRecord.TOTALS + RequestRecord.USAGE)
                .done(51)
                .build();
        StringWriter out = new StringWriter();
        RecordsExport.write(List.of(record), 0, RecordsExport.Format.JSONL, true, out);
        JsonNode line = JSON.readTree(out.toString());
        assertThat(line.get("first_token_ns").asLong()).isEqualTo(30_000_000);
        assertThat(line.get("last_token_ns").asLong()).isEqualTo(40_000_000);
        assertThat(line.get("events").asInt()).isEqualTo(2);
        assertThat(line.get("token_events"))
                .hasSize(2)
                .allMatch(event -> event.get("kind").asText().equals("answer"));
    }

    @Test
    void noRecordsGiveNoLines() throws IOException {
        StringWriter out = new StringWriter();
        RecordsExport.write(List.of(), 0, RecordsExport.Format.JSONL, true, out);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void latencyLogReadsBackWithTags(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(LatencyLog.FILE);
        LatencyLog.write(
                file,
                List.of(
                        new LatencyLog.Entry(0, 1_700_000_000_000L, Windows.waveWindow(4, 10, 1)),
                        new LatencyLog.Entry(1, 1_700_000_100_000L, Windows.waveWindow(4, 10, 2))));
        List<String> tags = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file);
                HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            assertThat(in.readLine()).contains("latencies in ns");
            while (reader.hasNext()) {
                EncodableHistogram interval = reader.nextIntervalHistogram();
                tags.add(interval.getTag());
                if (interval.getTag().equals("fork1.iteration0.ttft")) {
                    Histogram ttft = (Histogram) interval;
                    assertThat(ttft.getTotalCount()).isEqualTo(40);
                    assertThat(ttft.getValueAtPercentile(50) / 1e6).isEqualTo(200, within(0.2));
                }
            }
        }
        assertThat(tags)
                .containsExactly(
                        "fork0.iteration0.ttft",
                        "fork0.iteration0.tpot",
                        "fork0.iteration0.itl",
                        "fork0.iteration0.icl",
                        "fork0.iteration0.e2el",
                        "fork0.iteration0.stream_close",
                        "fork1.iteration0.ttft",
                        "fork1.iteration0.tpot",
                        "fork1.iteration0.itl",
                        "fork1.iteration0.icl",
                        "fork1.iteration0.e2el",
                        "fork1.iteration0.stream_close");
    }
}
