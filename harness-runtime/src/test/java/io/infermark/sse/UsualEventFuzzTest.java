package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short way against the walk on streams as engines send them: whole events that differ in their values only, some with members that no engine puts together, in every form that
 * server-sent events allow. {@code -Dinfermark.fuzzRounds=N} runs it longer.
 */
class UsualEventFuzzTest {
    /** {@code @T} a text, {@code @I} ids, {@code @N} a count, {@code @X} an index, {@code @M} further members. */
    private static final String[] SHAPES = {
        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":@X,\"text\":\"@T\",\"logprobs\":null,\"finish_reason\":null,\"stop_reason\":null,\"token_ids\":[@I]@M}],\"usage\":null@M}",
        "{\"id\":\"c\",\"choices\":[{\"index\":@X,\"delta\":{\"content\":\"@T\"@M},\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":9,\"total_tokens\":@N,\"completion_tokens\":@N}@M}",
        "{\"id\":\"s\",\"choices\":[{\"index\":0,\"delta\":{\"role\":null,\"content\":\"@T\",\"reasoning_content\":\"@T\",\"tool_calls\":null}@M,\"finish_reason\":null}],\"usage\":{\"completion_tokens\":@N,\"prompt_tokens_details\":{\"cached_tokens\":3}}}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"@T\",\"arguments\":\"@T\"}}]@M}@M}]@M}",
        "{\"index\":0,\"content\":\"@T\",\"tokens\":[@I],\"stop\":false,\"id_slot\":0,\"tokens_predicted\":@N,\"tokens_evaluated\":5@M}",
        "{\"index\":1,\"token\":{\"id\":5,\"text\":\"@T\",\"logprob\":-0.5,\"special\":false},\"generated_text\":null,\"details\":null@M}",
        "{\"text\":\"@T\",\"meta_info\":{\"id\":\"x\",\"finish_reason\":null,\"prompt_tokens\":4,\"completion_tokens\":@N}@M}",
        "{\"choices\":[{\"index\":0,\"text\":\"@T\"@M},{\"index\":1,\"text\":\"@T\"}]@M}"
    };

    private static final String[] MEMBERS = {
        "\"content\":\"@T\"",
        "\"tokens\":[@I]",
        "\"tokens\":null",
        "\"text\":\"@T\"",
        "\"index\":@X",
        "\"token_ids\":[@I]",
        "\"usage\":{\"completion_tokens\":@N}",
        "\"usage\":{\"completion_tokens\":null}",
        "\"tokens_predicted\":@N",
        "\"token\":{\"id\":1,\"text\":\"@T\",\"special\":true}",
        "\"delta\":{\"content\":\"@T\"}",
        "\"refusal\":\"@T\"",
        "\"function_call\":{\"arguments\":\"@T\"}",
        "\"meta_info\":{\"completion_tokens\":@N}",
        "\"error\":null",
        "\"choices\":[]",
        "\"logprobs\":{\"content\":[]}",
        "\"finish_reason\":\"\"",
        "\"stop\":false",
        "\"timings\":{\"predicted_n\":@N}"
    };
    private static final String[] TEXTS = {"", "", "a", " word", "\\n", "\\u00e9", "é🎉", "\\\"", "}]\\\\", "data: "};
    private static final String[] IDS = {"", "1", "7", "1,2", "1, 2", "12345,6,7"};
    private static final String[] COUNTS = {"0", "1", "2", "3", "10", "999999999", "1073741824", "-1", "1.0", "null"};
    private static final String[] ENDS = {
        "\n\n", "\n\n", "\n\n", "\r\n\r\n", "\r\n\r\n", "\r\r", "\n\r\n", "\r\n\n", "\n: c\n\n", "\nid: 4\n\n"
    };
    private static final String[] HEADS = {
        "data: ",
        "data: ",
        "data: ",
        "data:",
        "data:  ",
        "event: message\ndata: ",
        "event: x\ndata: ",
        ": ping\n\ndata: "
    };
    private static final String[] LAST = {
        "data: [DONE]\n\n",
        "data: [DONE]\n\ndata: [DONE]\n\n",
        "data: {\"choices\":[],\"usage\":{\"completion_tokens\":4,\"prompt_tokens\":9}}\n\ndata: [DONE]\n\n",
        "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"stop\"}]}\n\n",
        "event: error\ndata: {\"message\":\"gone\"}\n\n",
        "event: error\n: gone\ndata: [DONE]\n\n",
        ""
    };

    private record Seen(List<String> events, Scan scan) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void wholeEventsGiveWhatSingleBytesGive(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StreamScanner scanner = new StreamScanner();
        int rounds = Integer.getInteger("infermark.fuzzRounds", 4_000);
        for (int round = 0; round < rounds; round++) {
            byte[] body = body(random).getBytes(StandardCharsets.UTF_8);
            boolean orderly = random.nextInt(4) > 0;
            Seen whole = scan(scanner, body, body.length, orderly);
            Seen pieces = scan(scanner, body, 1 + random.nextInt(400), orderly);
            Seen single = scan(new StreamScanner(), body, 1, orderly);
            if (!whole.equals(single) || !pieces.equals(single)) {
                String stream = new String(body, StandardCharsets.UTF_8);
                assertThat(whole)
                        .as("seed %d, round %d: %s", seed, round, stream)
                        .isEqualTo(single);
                assertThat(pieces)
                        .as("seed %d, round %d: %s", seed, round, stream)
                        .isEqualTo(single);
            }
        }
    }

    private static String body(SplittableRandom random) {
        String shape = one(SHAPES, random);
        while (shape.contains("@M")) {
            shape = shape.replaceFirst("@M", random.nextInt(4) == 0 ? "," + one(MEMBERS, random) : "");
        }
        if (random.nextInt(8) == 0) {
            int at = shape.indexOf(',') + 1;
            shape = shape.substring(0, at) + (random.nextBoolean() ? "\ndata: " : "\n") + shape.substring(at);
        }
        StringBuilder body = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
        for (int i = 2 + random.nextInt(5); i > 0; i--) {
            String event = shape;
            if (random.nextInt(6) == 0) {
                event = event.replaceFirst("\ndata: ", "\n");
            }
            event = filled(event, random);
            body.append(one(HEADS, random)).append(event).append(one(ENDS, random));
        }
        return body + one(LAST, random);
    }

    private static String filled(String shape, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int p = 0; p < shape.length(); p++) {
            char c = shape.charAt(p);
            if (c != '@') {
                text.append(c);
                continue;
            }
            switch (shape.charAt(++p)) {
                case 'T' -> text.append(one(TEXTS, random));
                case 'I' -> text.append(one(IDS, random));
                case 'N' -> text.append(one(COUNTS, random));
                default -> text.append(random.nextInt(3));
            }
        }
        return text.toString();
    }

    private static String one(String[] of, SplittableRandom random) {
        return of[random.nextInt(of.length)];
    }

    private static Seen scan(StreamScanner scanner, byte[] body, int size, boolean orderly) {
        List<String> events = new ArrayList<>();
        EventSink sink = new EventSink() {
            @Override
            public void tokenEvent(long readNanos, int tokens, int flags) {
                events.add("tokens " + tokens + " flags " + flags);
            }

            @Override
            public void silentEvent(long readNanos, int kind) {
                events.add("silent " + kind);
            }
        };
        scanner.reset();
        List<Scan.Read> reads = new ArrayList<>();
        for (int from = 0; from < body.length; from += size) {
            byte[] read = Arrays.copyOfRange(body, from, Math.min(body.length, from + size));
            reads.add(new Scan.Read(1, read));
            scanner.accept(read, 0, read.length, 1, sink);
        }
        if (orderly) {
            scanner.end(2);
        } else {
            scanner.cut(2);
        }
        return new Seen(List.copyOf(events), Scan.of(scanner, reads, 2, orderly));
    }
}
