package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.conformance.Vectors;
import io.infermark.result.UpstreamAggregate.Era;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One test a vector of upstream's aggregation. */
class ProcessResultVectorsTest {
    @TestFactory
    Stream<DynamicTest> february() {
        return vectors("process_result_feb.json", Era.FEB);
    }

    @TestFactory
    Stream<DynamicTest> head() {
        return vectors("process_result_head.json", Era.HEAD);
    }

    private static Stream<DynamicTest> vectors(String file, Era era) {
        return StreamSupport.stream(Vectors.read(file).get("cases").spliterator(), false)
                .map(vector -> dynamicTest(vector.get("id").asText(), () -> check(vector, era)));
    }

    private static void check(JsonNode vector, Era era) {
        Map<String, String> env = new LinkedHashMap<>();
        vector.get("env")
                .properties()
                .forEach(entry -> env.put(entry.getKey(), entry.getValue().asText()));
        JsonNode raw = vector.get("raw");
        JsonNode expected = vector.get("expected");
        if (!expected.get("ok").asBoolean()) {
            String error = "";
            try {
                UpstreamAggregate.of(era, env, raw == null || raw.isNull() ? null : raw);
            } catch (UpstreamException e) {
                error = String.valueOf(e.getMessage());
            }
            assertThat(error).isEqualTo(expected.get("error").asText());
            return;
        }
        ObjectNode actual = UpstreamAggregate.of(era, env, raw);
        JsonNode wanted = expected.get("agg");
        assertThat(actual.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(() -> wanted.fieldNames());
        wanted.properties().forEach(entry -> same(entry.getKey(), actual.get(entry.getKey()), entry.getValue()));
    }

    private static void same(String key, JsonNode actual, JsonNode wanted) {
        if (wanted.isNumber()) {
            assertThat(actual.isNumber()).as(key).isTrue();
            assertThat(actual.asDouble())
                    .as(key)
                    .isEqualTo(wanted.asDouble(), within(Math.abs(wanted.asDouble()) * 1e-9));
        } else {
            assertThat(actual).as(key).isEqualTo(wanted);
        }
    }
}
