package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of several choices that are due at the same instant leave in the order of the choices' indices. */
@Timeout(60)
class ChoiceOrderTest {
    private static final Pattern INDEX = Pattern.compile("\"index\":(\\d+)");

    private record Sent(long dueNanos, int choice) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timing=fixed,ttft=2ms,itl=1ms",
                "timing=fixed,ttft=2ms,itl=1ms,pack=uniform:1-4",
                "timing=fixed,ttft=2ms,itl=1ms,itl-per-token=10us,pack=uniform:1-3",
                "timing=fixed,ttft=0ms,itl=0ms,pack=uniform:1-4",
                "timing=fixed,ttft=2ms,itl=1ms,fault=stall@20:10ms",
                "timing=engine",
                "timing=engine,pack=uniform:1-4",
                "timing=engine,disaggregated=true"
            })
    void sameInstantMeansOrderOfIndex(String text) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (String part : text.split(",", -1)) {
            options.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        try (SimServer server = SimServer.start(SimConfig.parse(options))) {
            RawHttp.Response response = RawHttp.post(
                    server,
                    "/v1/completions",
                    "{\"prompt\":[\"ab\",\"cd\"],\"n\":7,\"stream\":true,\"max_tokens\":24}",
                    "X-Request-Id: a");
            List<Sent> sent = sent(response, server.truth().events("a"));

            assertThat(sent).hasSizeGreaterThanOrEqualTo(14 * 6);
            assertThat(sent)
                    .isSortedAccordingTo(Comparator.comparing(Sent::dueNanos).thenComparing(Sent::choice));
            assertThat(sent.stream().map(Sent::choice).distinct()).hasSize(14);
        }
    }

    /** The stream's choices with the send log's due times. */
    private static List<Sent> sent(RawHttp.Response response, List<SimTruth.Event> events) {
        List<Long> dues = events.stream()
                .filter(event -> event.tokens() > 0)
                .map(SimTruth.Event::dueNanos)
                .toList();
        List<Sent> sent = new ArrayList<>();
        for (String data : response.data()) {
            Matcher index = INDEX.matcher(data);
            if (index.find()) {
                sent.add(new Sent(dues.get(sent.size()), Integer.parseInt(index.group(1))));
            }
        }
        assertThat(sent).hasSameSizeAs(dues);
        return sent;
    }
}
