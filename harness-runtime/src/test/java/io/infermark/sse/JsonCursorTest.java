package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final String SAMPLE =
            "{\"a\": [1, -2.5e+3, 0.1, 0, null, true, false, {}, [], \"x\\n\\u00e9\\\\\"], \"b\":{\"c\":{\"d\":\"\"},\"e\":[[[\"]}\"]]]} , \"f\" :\t12e-2 }";
    private static final String ALPHABET = "{}[]:,\"\\ue0-1.+E ntfa\t\n\r";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void acceptsWhatJacksonAccepts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int accepted = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder(SAMPLE);
            for (int i = random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, c);
                    default -> text.setCharAt(at, c);
                }
            }
            boolean ours = accepts(text.toString());
            accepted += ours ? 1 : 0;
            if (ours != jacksonAccepts(text.toString())) {
                fail("seed %d: the cursor %s what Jackson does not: %s", seed, ours ? "accepts" : "refuses", text);
            }
        }
        assertThat(accepted).isBetween(15_000, 45_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "-7, -7",
        "1.5, 1.5",
        "39.659, 39.659",
        "1e3, 1000",
        "1E-3, 0.001",
        "2.5e+2, 250",
        "123456789012345678, 123456789012345678",
        "1234567890123456789012, 1.2345678901234568e21",
        "0.00000000000000000001234, 1.234e-20",
        "1e400, Infinity",
        "1e-400, 0",
        "1e99999999999999999999, Infinity"
    })
    void readsNumbersInPlace(String text, double value) throws JsonSyntaxException {
        JsonCursor cursor = over(text);
        double number = cursor.readNumber();
        cursor.expectEnd();
        if (Double.isFinite(value)) {
            assertThat(number).isCloseTo(value, org.assertj.core.data.Percentage.withPercentage(1e-10));
        } else {
            assertThat(number).isEqualTo(value);
        }
    }

    @Test
    void comparesKeysThroughTheirEscapes() throws JsonSyntaxException {
        JsonCursor cursor =
                over("{\"us\\u0061ge\":1,\"a\\/b\":2,\"caf\\u00e9\":3,\"\\n\":4,\"" + "\\u0061".repeat(40) + "\":5}");
        assertThat(cursor.openObject()).isTrue();
        assertThat(cursor.keyIs(JsonCursor.ascii("usage"))).isTrue();
        assertThat(cursor.readCount()).isEqualTo(1);
        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.keyIs(JsonCursor.ascii("a/b"))).isTrue();
        cursor.skipValue();
        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.keyIs(JsonCursor.ascii("cafe"))).isFalse();
        cursor.skipValue();
        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.keyIs(JsonCursor.ascii("n"))).isFalse();
        cursor.skipValue();
        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.keyLength()).isZero();
        cursor.skipValue();
        assertThat(cursor.nextMember()).isFalse();
        cursor.expectEnd();
    }

    private static JsonCursor over(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor();
        cursor.over(bytes, 0, bytes.length);
        return cursor;
    }

    private static boolean accepts(String text) {
        JsonCursor cursor = over(text);
        try {
            cursor.skipValue();
            cursor.expectEnd();
            return true;
        } catch (JsonSyntaxException e) {
            assertThat(e.position).isBetween(0, text.length());
            return false;
        }
    }

    private static boolean jacksonAccepts(String text) {
        try (JsonParser parser = JACKSON.createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.currentToken() != null && parser.currentToken().isScalarValue()) {
                parser.getText();
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
