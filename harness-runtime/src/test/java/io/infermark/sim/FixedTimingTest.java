package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When tokens are due under fixed timing; read from the send log, so exact whatever the machine does. */
@Timeout(60)
class FixedTimingTest {
    private static final String COMPLETIONS = "/v1/completions";

    private static Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>(Map.of("timing", "fixed", "ttft", "2ms", "itl", "1ms"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private static SimServer start(String... more) {
        return SimServer.start(SimConfig.parse(options(more)));
    }

    private static FixedTiming timing(String... more) {
        return SimConfig.parse(options(more)).shape().fixed();
    }

    private static String body(int tokens) {
        return "{\"prompt\":\"abcd\",\"stream\":true,\"max_tokens\":" + tokens + "}";
    }

    /** Due times of a request's token events, from its arrival. */
    private static List<Long> dues(SimServer server, String id) {
        SimTruth truth = server.truth();
        long arrival = truth.requests().stream()
                .filter(request -> request.requestId().equals(id))
                .findFirst()
                .orElseThrow()
                .arrivalNanos();
        List<Long> dues = new ArrayList<>();
        for (SimTruth.Event event : truth.events(id)) {
            if (event.tokens() > 0) {
                assertThat(event.writeNanos()).isGreaterThanOrEqualTo(event.dueNanos());
                dues.add(event.dueNanos() - arrival);
            }
        }
        return dues;
    }

    @Test
    void timesGrowWithPromptAndOutput() throws IOException {
        try (SimServer server = start("ttft-per-token", "100us", "itl-per-token", "10us")) {
            RawHttp.post(server, COMPLETIONS, body(4), "X-Request-Id: a");
            RawHttp.post(server, COMPLETIONS, body(4), "X-Request-Id: b", "X-Sim-Options: pack=3");

            assertThat(dues(server, "a")).containsExactly(2_400_000L, 3_410_000L, 4_430_000L, 5_460_000L);
            assertThat(dues(server, "b")).containsExactly(4_430_000L, 5_460_000L);
        }
    }

    @Test
    void timeToFirstTokenGrowsWithTheSquareOfThePrompt() throws IOException {
        try (SimServer server = start("ttft-per-kilotoken-squared", "1s")) {
            RawHttp.post(server, COMPLETIONS, body(3), "X-Request-Id: four");
            RawHttp.post(
                    server,
                    COMPLETIONS,
                    "{\"prompt\":\"" + "a".repeat(100) + "\",\"stream\":true,\"max_tokens\":2}",
                    "X-Request-Id: hundred",
                    "X-Sim-Options: ttft-per-token=1us");

            // (4 / 1000)² of a second; (100 / 1000)² of it beside 100 times 1 µs.
            assertThat(dues(server, "four")).containsExactly(2_016_000L, 3_016_000L, 4_016_000L);
            assertThat(dues(server, "hundred")).containsExactly(12_100_000L, 13_100_000L);
        }
    }

    @Test
    void onlyTheLoadAboveTheThresholdCounts() throws IOException {
        try (SimServer server = start("ttft-per-running", "3ms", "itl-per-running", "500us", "running-threshold", "2");
                RawHttp load = new RawHttp(server.port())) {
            load.send(
                    "POST",
                    COMPLETIONS,
                    "{\"prompt\":\"a\",\"stream\":true,\"n\":5,\"max_tokens\":30000}",
                    "X-Request-Id: load");
            assertThat(load.line()).contains("200");
            RawHttp.post(server, COMPLETIONS, body(3), "X-Request-Id: above");
            RawHttp.post(server, COMPLETIONS, body(3), "X-Request-Id: at", "X-Sim-Options: running-threshold=5");
            RawHttp.post(server, COMPLETIONS, body(3), "X-Request-Id: below", "X-Sim-Options: running-threshold=6");

            assertThat(dues(server, "above")).containsExactly(11_000_000L, 13_500_000L, 16_000_000L);
            assertThat(dues(server, "at")).containsExactly(2_000_000L, 3_000_000L, 4_000_000L);
            assertThat(dues(server, "below")).isEqualTo(dues(server, "at"));
        }
    }

    @Test
    void timesGrowWithTheLoadAtArrivalAndStayAsTheyWereThen() throws IOException {
        try (SimServer server = start("ttft-per-running", "3ms", "itl-per-running", "500us");
                RawHttp first = new RawHttp(server.port())) {
            // Two choices run before the second request comes: its answer's head is only read once they do.
            first.send(
                    "POST",
                    COMPLETIONS,
                    "{\"prompt\":\"a\",\"stream\":true,\"n\":2,\"max_tokens\":30000}",
                    "X-Request-Id: load");
            assertThat(first.line()).contains("200");
            RawHttp.post(server, COMPLETIONS, body(3), "X-Request-Id: a");

            assertThat(dues(server, "a")).containsExactly(8_000_000L, 10_000_000L, 12_000_000L);
            // The load itself found nobody, and the later request changed nothing of it.
            assertThat(dues(server, "load").subList(0, 4))
                    .containsExactly(2_000_000L, 2_000_000L, 3_000_000L, 3_000_000L);
        }
    }

    @Test
    void theSameSeedGivesTheSameTimesWhateverThePacking() throws IOException {
        List<List<Long>> runs = new ArrayList<>();
        for (String[] more : List.of(
                new String[] {"seed", "5"}, new String[] {"seed", "5"}, new String[] {"seed", "6"}, new String[] {
                    "seed", "5", "pack", "4"
                })) {
            String[] all = java.util.Arrays.copyOf(more, more.length + 4);
            System.arraycopy(new String[] {"ttft-cv", "0.5", "itl-cv", "0.3"}, 0, all, more.length, 4);
            try (SimServer server = start(all)) {
                List<Long> times = new ArrayList<>();
                for (String id : List.of("a", "b")) {
                    RawHttp.post(server, COMPLETIONS, body(12), "X-Request-Id: " + id);
                    times.addAll(dues(server, id));
                }
                runs.add(times);
            }
        }

        List<Long> one = runs.get(0);
        assertThat(runs.get(1)).isEqualTo(one);
        assertThat(runs.get(2)).doesNotContainAnyElementsOf(one);
        assertThat(runs.get(3))
                .containsExactly(one.get(3), one.get(7), one.get(11), one.get(15), one.get(19), one.get(23));
        // Two requests of equal text in one run have times of their own, in order.
        assertThat(one.subList(0, 12)).isSorted().doesNotContainAnyElementsOf(one.subList(12, 24));
    }

    @Test
    void anAnswerWithoutStreamComesWhenItsLastTokenIsDue() throws IOException {
        try (SimServer server = start("itl-per-token", "10us")) {
            RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"abcd\",\"max_tokens\":4}", "X-Request-Id: a");

            assertThat(dues(server, "a")).containsExactly(2_000_000L + 3_060_000L);
        }
    }

    @Test
    void aStallDelaysWhatComesAfterItAndNothingElse() throws IOException {
        String[] jitter = {"itl-cv", "0.3"};
        try (SimServer plain = start(jitter);
                SimServer stalling = start("itl-cv", "0.3", "fault", "stall@2:30ms")) {
            RawHttp.post(plain, COMPLETIONS, body(5), "X-Request-Id: a");
            RawHttp.post(stalling, COMPLETIONS, body(5), "X-Request-Id: a");

            List<Long> wanted = dues(plain, "a");
            wanted.replaceAll(due -> wanted.indexOf(due) < 2 ? due : Long.valueOf(due + 30_000_000));
            assertThat(dues(stalling, "a")).isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.5", "1"})
    void jitterKeepsTheMeanAndHasItsCoefficientOfVariation(double cv) {
        FixedTiming timing = timing("ttft-cv", Double.toString(cv), "itl-cv", Double.toString(cv));
        int draws = 200_000;
        double[] sum = new double[2];
        double[] squares = new double[2];
        for (int i = 1; i <= draws; i++) {
            double[] values = {timing.firstNanos(i, 4, 0) / 2e6, timing.gapNanos(9, i, 0) / 1e6};
            for (int kind = 0; kind < 2; kind++) {
                sum[kind] += values[kind];
                squares[kind] += values[kind] * values[kind];
            }
        }
        for (int kind = 0; kind < 2; kind++) {
            double mean = sum[kind] / draws;
            assertThat(mean).isCloseTo(1, within(0.01));
            assertThat(Math.sqrt(squares[kind] / draws - mean * mean) / mean).isCloseTo(cv, within(0.05 * cv));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "itl=525600m, 200",
        "itl-per-token=525600m, 20",
        "ttft-per-token=525600m, 1",
        "ttft-per-kilotoken-squared=525600m;ttft-cv=4;ttft=100000m, 1",
        "itl=300000m;itl-cv=4, 2",
        "ttft-per-running=525600m, 1",
        "itl-per-running=525600m, 2"
    })
    void answerWhoseLastTokenWouldBeDueInACenturyIsRefused(String options, int tokens) throws IOException {
        String prompt = "a".repeat(120);
        String body = "{\"prompt\":\"" + prompt + "\",\"stream\":true,\"max_tokens\":" + tokens + "}";
        try (SimServer server = start();
                RawHttp load = new RawHttp(server.port())) {
            load.send("POST", COMPLETIONS, "{\"prompt\":\"a\",\"stream\":true,\"n\":110,\"max_tokens\":30000}");
            assertThat(load.line()).contains("200");
            RawHttp.Response refused =
                    RawHttp.post(server, COMPLETIONS, body, "X-Request-Id: a", "X-Sim-Options: " + options);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).contains("[SimDueTooLate]").contains("52560000m");
            assertThat(server.truth().counters()).containsEntry("refused", 1L);
        }
    }

    @Test
    void answerWithinACenturyIsTaken() throws IOException {
        try (SimServer server = start();
                RawHttp client = new RawHttp(server.port())) {
            client.send(
                    "POST",
                    COMPLETIONS,
                    body(90),
                    "X-Request-Id: a",
                    "X-Sim-Options: itl=525600m;ttft=2ms;ttft-per-running=525600m");

            assertThat(client.line()).contains("200");
            assertThat(client.line()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ttft-cv, -0.1",
        "ttft-cv, 4.1",
        "itl-cv, x",
        "itl-cv, NaN",
        "ttft-per-token, 5",
        "itl-per-token, -1us",
        "ttft-per-running, 2",
        "itl-per-running, fast",
        "ttft-per-kilotoken-squared, 5",
        "running-threshold, -1",
        "running-threshold, 2ms"
    })
    void badValueSaysWhatIsAllowed(String option, String value) {
        assertThatThrownBy(() -> timing(option, value))
                .isInstanceOf(SimException.class)
                .hasMessageStartingWith("[SimOptionValue] simulator option \"" + option + "\" is \"" + value)
                .hasMessageContaining("must be");
    }
}
