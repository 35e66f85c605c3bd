package io.infermark.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.conformance.ConformanceFiles;
import io.infermark.conformance.JsonDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code client_head.json}: one test a vector of every kind but {@code metrics}, which {@code UpstreamVectorsTest} reads. */
class ClientVectorsTest {
    private static final JsonNode FILE = ConformanceFiles.read("client_head.json");

    @Test
    void everyKindIsRead() {
        Set<String> kinds = new TreeSet<>();
        FILE.fieldNames().forEachRemaining(kinds::add);
        assertThat(kinds).isSubsetOf("upstream", "metrics", "sse", "payloads", "sampling", "goodput", "arrival", "rng");
    }

    private static Stream<DynamicTest> vectors(String kind, Consumer<JsonNode> check) {
        return ConformanceFiles.items(FILE.path(kind), kind).stream()
                .map(vector -> dynamicTest(vector.path("id").asText(kind), () -> check.accept(vector)));
    }

    @TestFactory
    Stream<DynamicTest> streams() {
        return vectors("sse", ClientVectorsTest::stream);
    }

    private static ClientBackend backend(JsonNode vector) {
        return ClientBackend.byName(vector.path("backend").asText()).orElseThrow();
    }

    private static void stream(JsonNode vector) {
        ClientBackend backend = backend(vector);
        JsonNode expected = vector.get("expected");
        String url = vector.at("/input/api_url").asText();
        if (expected.has("raises")) {
            ClientException raised = catchThrowableOfType(ClientException.class, () -> backend.checkUrl(url));
            assertThat(raised.type()).isEqualTo(expected.get("raises").asText());
            assertThat(raised.text()).isEqualTo(expected.path("msg").asText(""));
            return;
        }
        backend.checkUrl(url);
        ClientAnswer answer = answer(backend, vector);
        ObjectNode actual = JsonNodeFactory.instance.objectNode();
        actual.put("success", answer.success());
        actual.put("latency", answer.latency());
        actual.put("output_tokens", answer.outputTokens());
        actual.put("ttft", answer.ttft());
        answer.itl().forEach(actual.putArray("itl")::add);
        actual.put("generated_text", answer.text());
        actual.put("prompt_len", vector.at("/input/prompt_len").asInt());
        actual.put("error_last_line", answer.error());
        assertThat(JsonDifference.between(expected, actual)).isEmpty();
    }

    private static ClientAnswer answer(ClientBackend backend, JsonNode vector) {
        if (vector.path("status").asInt() != 200) {
            return ClientStream.refused(vector.path("reason").asText(""));
        }
        double seconds = 0;
        if (backend == ClientBackend.DEEPSPEED_MII) {
            return ClientStream.whole(seconds, vector.get("json_body"));
        }
        ClientStream stream = new ClientStream(backend);
        for (JsonNode step : vector.get("script_dt_line")) {
            seconds += step.get(0).asDouble();
            stream.line(seconds, step.get(1).asText());
        }
        return stream.end();
    }

    @TestFactory
    Stream<DynamicTest> payloads() {
        return vectors("payloads", ClientVectorsTest::payload);
    }

    private static void payload(JsonNode vector) {
        ClientBackend backend = backend(vector);
        JsonNode input = vector.get("input");
        backend.checkUrl(input.get("api_url").asText());
        ObjectNode body = ClientPayload.body(
                backend,
                new ClientPayload.Request(
                        input.get("prompt").asText(),
                        input.get("prompt_len").asInt(),
                        input.get("output_len").asInt(),
                        input.get("model").asText(),
                        input.hasNonNull("model_name") ? input.get("model_name").asText() : null,
                        input.path("best_of").asInt(1),
                        input.hasNonNull("logprobs") ? input.get("logprobs").asInt() : null,
                        input.path("extra_body") instanceof ObjectNode extra ? extra : null,
                        input.path("multi_modal_content") instanceof ObjectNode part ? part : null,
                        input.path("ignore_eos").asBoolean(false)));
        assertThat(JsonDifference.between(vector.get("payload"), body)).isEmpty();
        Map<String, String> headers = ClientPayload.headers(backend, null);
        JsonNode wanted = vector.get("headers");
        assertThat(headers).hasSize(wanted.isNull() ? 0 : wanted.size());
        wanted.properties()
                .forEach(header -> assertThat(headers)
                        .containsEntry(header.getKey(), header.getValue().asText()));
    }

    @TestFactory
    Stream<DynamicTest> sampling() {
        return vectors("sampling", ClientVectorsTest::sample);
    }

    private static void sample(JsonNode vector) {
        RandomDataSet data = RandomDataSet.draw(
                new RandomDataSet.Shape(
                        vector.get("num_prompts").asInt(),
                        vector.get("input_len").asInt(),
                        vector.get("output_len").asInt(),
                        vector.get("range_ratio").asDouble(),
                        vector.get("prefix_len").asInt(),
                        vector.get("vocab_size").asInt(),
                        0),
                new NumpyRandom(vector.get("seed").asLong()));
        JsonNode expected = vector.get("expected");
        List<Integer> inputs = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            inputs.add(data.inputTokens(i));
            outputs.add(data.outputTokens(i));
        }
        assertThat(inputs).isEqualTo(numbers(expected.get("prompt_lens")));
        assertThat(outputs).isEqualTo(numbers(expected.get("output_lens")));
        assertThat(data.ids(0)).containsExactly(ints(expected.get("first_prompt_ids")));
        int[] tail = ints(expected.get("last_prompt_first10_ids"));
        assertThat(data.ids(data.size() - 1)).startsWith(tail);
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private static int[] ints(JsonNode array) {
        return numbers(array).stream().mapToInt(Integer::intValue).toArray();
    }

    @TestFactory
    Stream<DynamicTest> goodput() {
        return vectors("goodput", ClientVectorsTest::objective);
    }

    private static void objective(JsonNode vector) {
        List<String> pairs = vector.get("pairs").isNull() ? null : new ArrayList<>();
        if (pairs != null) {
            vector.get("pairs").forEach(pair -> pairs.add(pair.asText()));
        }
        JsonNode expected = vector.get("expected");
        if (expected.get("ok").asBoolean()) {
            ObjectNode actual = JsonNodeFactory.instance.objectNode();
            GoodputArguments.parse(pairs).forEach(actual::put);
            assertThat(JsonDifference.between(expected.get("result"), actual)).isEmpty();
            return;
        }
        ClientException refused = catchThrowableOfType(ClientException.class, () -> GoodputArguments.parse(pairs));
        assertThat(refused.type()).isEqualTo(expected.get("error_type").asText());
        assertThat(refused.text()).isEqualTo(expected.get("error").asText());
    }

    @TestFactory
    Stream<DynamicTest> arrivals() {
        return vectors("arrival", ClientVectorsTest::arrival);
    }

    private static void arrival(JsonNode vector) {
        double rate = vector.get("request_rate").asDouble();
        double burstiness = vector.get("burstiness").asDouble();
        ArrivalIntervals intervals = new ArrivalIntervals(new NumpyRandom(0), rate, burstiness);
        assertThat(1.0 / (rate * burstiness)).isEqualTo(vector.get("theta").asDouble(), within(1e-9 / rate));
        for (JsonNode wanted : vector.get("seed0_gamma_intervals_x8")) {
            assertThat(intervals.nextSeconds()).isEqualTo(wanted.asDouble(), within(wanted.asDouble() * 1e-9));
        }
    }

    @TestFactory
    Stream<DynamicTest> generator() {
        return FILE.get("rng").properties().stream()
                .filter(entry -> entry.getValue().isArray())
                .map(entry -> dynamicTest(entry.getKey(), () -> draws(entry.getKey(), entry.getValue())));
    }

    private static void draws(String name, JsonNode expected) {
        // seed<S>_randint_<low>_<high>_x<n> or seed<S>_raw_uint32_x<n>
        String[] words = name.split("_", -1);
        NumpyRandom random = new NumpyRandom(Long.parseLong(words[0].substring("seed".length())));
        for (JsonNode wanted : expected) {
            long drawn = words[1].equals("raw")
                    ? Integer.toUnsignedLong(random.nextBits())
                    : random.nextInt(Integer.parseInt(words[2]), Long.parseLong(words[3]));
            assertThat(drawn).isEqualTo(wanted.asLong());
        }
    }
}
