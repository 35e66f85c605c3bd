package io.infermark.sse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.infermark.record.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Short messages from bodies and events that report a failure. Runs once a failed request, never on the path of a token. Understands
 * {@code {"error":{"message":…}}}, {@code {"error":"…"}}, {@code {"message":…}}, {@code {"detail":"…"}} and FastAPI's {@code {"detail":[{"loc":[…],"msg":…}]}}, also
 * truncated; anything else is taken as plain text.
 */
public final class ErrorBody {
    /** Longer messages are cut. */
    public static final int MAX_MESSAGE = 300;

    private static final JsonFactory JSON = new JsonFactory();

    private ErrorBody() {}

    /**
     * An answer with a status other than 2xx.
     *
     * @param status HTTP status
     * @param body its first bytes; a few KB are enough
     */
    public static StreamVerdict httpStatus(int status, byte[] body) {
        String message = message(body, 0, body.length);
        return new StreamVerdict(
                Outcome.HTTP_STATUS,
                "[HttpStatus] " + status + (message.isEmpty() ? " without a message" : ": " + message));
    }

    /**
     * A 2xx answer whose content type is not {@code text/event-stream}.
     *
     * @param contentType as the server said it; null if it said none
     * @param body its first bytes
     */
    public static StreamVerdict notEventStream(@Nullable String contentType, byte[] body) {
        String message = message(body, 0, body.length);
        return new StreamVerdict(
                Outcome.NOT_SSE,
                "[NotEventStream] content type " + (contentType == null ? "missing" : contentType)
                        + " instead of text/event-stream" + (message.isEmpty() ? "" : "; the body says: " + message));
    }

    /**
     * A 2xx answer whose body is encoded, which no request asks for.
     *
     * @param contentEncoding as the server said it
     * @param contentType as the server said it; null if it said none
     */
    public static StreamVerdict encoded(String contentEncoding, @Nullable String contentType) {
        return new StreamVerdict(
                Outcome.NOT_SSE,
                "[ContentEncoded] content encoding " + oneLine(contentEncoding)
                        + ", which was not asked for, so the answer (content type "
                        + (contentType == null ? "missing" : contentType)
                        + ") cannot be read as it comes; switch compression off for event streams in the gateway or server");
    }

    /** An answer with a status other than 2xx whose body is encoded. */
    public static StreamVerdict encodedStatus(int status, String contentEncoding) {
        return new StreamVerdict(
                Outcome.HTTP_STATUS,
                "[HttpStatus] " + status + " with a body in content encoding " + oneLine(contentEncoding)
                        + ", which was not asked for; switch compression off in the gateway or server to read it here");
    }

    /** What the body says went wrong, on one line of at most {@value #MAX_MESSAGE} characters; empty for an empty body. */
    public static String message(byte[] body, int offset, int length) {
        Fields fields = new Fields();
        try (JsonParser parser = JSON.createParser(body, offset, length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                fields.read(parser, "");
            }
        } catch (IOException e) {
            // No JSON, or truncated: what was read up to here stands.
        }
        String message = fields.best();
        return oneLine(message != null ? message : new String(body, offset, length, StandardCharsets.UTF_8));
    }

    static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.length() <= MAX_MESSAGE) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_MESSAGE - 2)) ? MAX_MESSAGE - 2 : MAX_MESSAGE - 1;
        return line.substring(0, end) + "…";
    }

    /** The members that carry a message, best first. */
    private static final class Fields {
        private @Nullable String errorMessage;
        private @Nullable String error;
        private @Nullable String detail;
        private @Nullable String message;

        @Nullable
        String best() {
            if (errorMessage != null) {
                return errorMessage;
            }
            if (error != null) {
                return error;
            }
            return message != null ? message : detail;
        }

        /** Reads an object's members; {@code path} is the chain of keys that leads to it. */
        void read(JsonParser parser, String path) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = path + "/" + parser.currentName();
                value(parser, key, parser.nextToken());
            }
        }

        private void value(JsonParser parser, String key, @Nullable JsonToken token) throws IOException {
            if (token == null) {
                return;
            }
            switch (token) {
                case START_OBJECT -> {
                    if (key.equals("/error") || key.equals("/detail")) {
                        read(parser, key);
                    } else {
                        parser.skipChildren();
                    }
                }
                case START_ARRAY -> {
                    if (key.equals("/detail")) {
                        elements(parser);
                    } else {
                        parser.skipChildren();
                    }
                }
                case VALUE_STRING -> text(key, parser.getText());
                default -> {}
            }
        }

        private void elements(JsonParser parser) throws IOException {
            JsonToken token = parser.nextToken();
            while (token != null && token != JsonToken.END_ARRAY) {
                if (token == JsonToken.START_OBJECT) {
                    read(parser, "/detail");
                } else if (token == JsonToken.START_ARRAY) {
                    parser.skipChildren();
                }
                token = parser.nextToken();
            }
        }

        private void text(String key, String text) {
            switch (key) {
                case "/error/message", "/error/msg" -> errorMessage = text;
                case "/error" -> error = text;
                case "/message" -> message = text;
                case "/detail", "/detail/message" -> detail = text;
                case "/detail/msg" -> detail = detail == null ? text : detail + "; " + text;
                default -> {}
            }
        }
    }
}
