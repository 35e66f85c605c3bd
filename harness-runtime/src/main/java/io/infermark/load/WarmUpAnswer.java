package io.infermark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An answer of the warm-up server. It must show the client every branch that a real server may: both protocols, token texts of 1 to 24 characters, a role event,
 * several events in a write, events cut at any place, usage and {@code [DONE]}, closed connections, refusals.
 *
 * @param pieces what is written at a time
 * @param closes whether the connection is closed after it
 */
record WarmUpAnswer(List<ByteBuffer> pieces, boolean closes) {
    private static final String LETTERS = "the quick brown fox jumps over lazy dogs";
    private static final int CLOSE_EVERY = 16;
    private static final int REFUSE_EVERY = 64;

    /** Answers {@code POST /tokens/NUMBER HTTP/1.1} with a stream, anything else with a short document. */
    static WarmUpAnswer of(String requestLine) {
        String[] words = requestLine.split(" ", -1);
        String[] path = words.length > 1 ? words[1].split("/", -1) : new String[0];
        if (!"POST".equals(words[0]) || path.length < 3) {
            return document("200 OK", "{}", false);
        }
        int number = Integer.parseInt(path[2]);
        if (number % REFUSE_EVERY == REFUSE_EVERY - 1) {
            return document("503 Service Unavailable", "{\"error\":{\"message\":\"warming up\"}}", false);
        }
        return stream(Integer.parseInt(path[1]), number);
    }

    private static WarmUpAnswer document(String status, String body, boolean closes) {
        return new WarmUpAnswer(
                List.of(bytes("HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\ncontent-length: "
                        + body.length() + "\r\n\r\n" + body)),
                closes);
    }

    private static WarmUpAnswer stream(int tokens, int number) {
        SplittableRandom random = new SplittableRandom(number);
        boolean closes = number % CLOSE_EVERY == CLOSE_EVERY - 1;
        String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                + (closes ? "connection: close\r\n" : "")
                + "transfer-encoding: chunked\r\n\r\n";
        return new WarmUpAnswer(cut(head, events(tokens, number, random), random), closes);
    }

    /** The parts of the same answer without any framing; empty: a refusal. */
    static List<String> parts(int tokens, int number) {
        if (number % REFUSE_EVERY == REFUSE_EVERY - 1) {
            return List.of();
        }
        SplittableRandom random = new SplittableRandom(number);
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String event : events(tokens, number, random)) {
            int kind = random.nextInt(8);
            int at = kind == 1 ? 1 + random.nextInt(event.length() - 1) : event.length();
            part.append(event, 0, at);
            if (kind != 0) {
                parts.add(part.toString());
                part = new StringBuilder(event.substring(at));
            }
        }
        if (part.length() > 0) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static List<String> events(int tokens, int number, SplittableRandom random) {
        boolean chat = number % 2 == 0;
        List<String> events = new ArrayList<>();
        if (chat) {
            events.add(event(
                    "{\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"index\":0,\"finish_reason\":null}", ""));
        }
        for (int i = 0; i < tokens; i++) {
            int from = random.nextInt(8);
            String text = i % 5 == 4 ? "" : LETTERS.substring(from, from + 1 + random.nextInt(24));
            String content = "\"" + text + (i % 7 == 6 ? "\\n\\u00f6" : "") + "\"";
            String finish = i == tokens - 1 ? "\"length\"" : "null";
            events.add(event(
                    (chat ? "{\"delta\":{\"content\":" + content + "}" : "{\"text\":" + content)
                            + ",\"index\":0,\"logprobs\":null,\"finish_reason\":" + finish + ",\"token_ids\":[" + i
                            + "]}",
                    ""));
        }
        events.add(event(
                "",
                ",\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (tokens + 8)
                        + "}"));
        events.add("data: [DONE]\n\n");
        return events;
    }

    private static String event(String choice, String rest) {
        return "data: {\"id\":\"warm\",\"object\":\"chunk\",\"created\":1,\"model\":\"warm\",\"choices\":[" + choice
                + "]" + rest + "}\n\n";
    }

    /** Mostly an event a write, at times several together, at times one in two parts. */
    private static List<ByteBuffer> cut(String head, List<String> events, SplittableRandom random) {
        List<ByteBuffer> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder(head);
        for (String event : events) {
            String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
            int kind = random.nextInt(8);
            if (kind == 0) {
                piece.append(chunk);
            } else if (kind == 1) {
                int at = 1 + random.nextInt(chunk.length() - 1);
                pieces.add(bytes(piece.append(chunk, 0, at).toString()));
                piece = new StringBuilder(chunk.substring(at));
            } else {
                pieces.add(bytes(piece.append(chunk).toString()));
                piece = new StringBuilder();
            }
        }
        pieces.add(bytes(piece.append("0\r\n\r\n").toString()));
        return pieces;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
