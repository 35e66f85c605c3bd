package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"code\":401,\"message\":\"Invalid API Key\"}} | Invalid API Key",
                "{\"error\":\"Input validation error\",\"error_type\":\"validation\"} | Input validation error",
                "{\"object\":\"error\",\"message\":\"no such model\",\"code\":404} | no such model",
                "{\"detail\":\"Not Found\"} | Not Found",
                "{\"detail\":[{\"loc\":[\"body\",1],\"msg\":\"Field required\"},{\"msg\":\"too long\"}]} | Field required; too long",
                "{\"detail\":{\"message\":\"m\"}} | m",
                "{\"message\":\"outer\",\"error\":{\"type\":\"t\",\"inner\":{\"message\":\"no\"},\"message\":\"inner\"}} | inner",
                "{\"error\":{\"message\":\"cut in the mid | {\"error\":{\"message\":\"cut in the mid",
                "{\"error\":{\"message\":\"whole\",\"stack\":\"cut in the mid | whole",
                "<html><body>502 Bad Gateway</body></html> | <html><body>502 Bad Gateway</body></html>",
                "upstream connect error | upstream connect error",
                "[1,2] | [1,2]",
                "{\"choices\":[]} | {\"choices\":[]}"
            })
    void findsTheMessage(String body, String message) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThat(ErrorBody.message(bytes, 0, bytes.length)).isEqualTo(message);
    }

    @Test
    void putsItOnOneShortLine() {
        byte[] body = ("a\r\n\tb\u0007 " + "🎉".repeat(400)).getBytes(StandardCharsets.UTF_8);
        String message = ErrorBody.message(body, 0, body.length);
        assertThat(message).startsWith("a b 🎉").endsWith("🎉…").hasSizeLessThanOrEqualTo(ErrorBody.MAX_MESSAGE);
        assertThat(ErrorBody.message(new byte[0], 0, 0)).isEmpty();
    }

    @Test
    void makesVerdicts() {
        assertThat(ErrorBody.httpStatus(503, new byte[0]))
                .isEqualTo(new StreamVerdict(Outcome.HTTP_STATUS, "[HttpStatus] 503 without a message"));
        assertThat(ErrorBody.notEventStream(null, "hi".getBytes(StandardCharsets.UTF_8))
                        .detail())
                .isEqualTo("[NotEventStream] content type missing instead of text/event-stream; the body says: hi");
        assertThat(ErrorBody.notEventStream("text/html", new byte[0]).detail())
                .isEqualTo("[NotEventStream] content type text/html instead of text/event-stream");
    }

    @Test
    void neverThrows() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] whole = "{\"error\":{\"message\":\"x\",\"a\":[1,{\"b\":2}]},\"detail\":[{\"msg\":\"y\"},[1],2]}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int k = random.nextInt(5); k > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(ErrorBody.message(bytes, 0, random.nextInt(bytes.length + 1)))
                    .isNotNull();
        }
    }
}
