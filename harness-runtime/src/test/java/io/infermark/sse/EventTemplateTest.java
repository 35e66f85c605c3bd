package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.RequestRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way must give exactly what the full walk gives, which is what a scan in single bytes takes. */
class EventTemplateTest {
    private static final String[] SHAPES = {
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":null,\"token_ids\":[7]}]}",
        "{\"id\":\"c\",\"choices\":[{\"index\":1,\"delta\":{\"content\":\"a\"},\"finish_reason\":null,\"token_ids\":null}],\"usage\":{\"prompt_tokens\":9,\"total_tokens\":10,\"completion_tokens\":1}}",
        "{\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":\"r\",\"tool_calls\":[{\"function\":{\"name\":null,\"arguments\":\"x\"}}]}}],\"usage\":null}",
        "{\"index\":0,\"content\":\"a\",\"tokens\":[7],\"stop\":false,\"tokens_predicted\":1,\"tokens_evaluated\":5}",
        "{\"text\":\"a\",\"meta_info\":{\"completion_tokens\":1}}",
        "{\"choices\":[{\"text\":\"a\"}],\"usage\":{\"completion_tokens\":1,\"completion_tokens\":null}}",
        "{\"choices\":[{\"text\":\"a\",\"token_ids\":[1],\"token_ids\":[1,2]}],\"tokens_predicted\":3,\"usage\":{\"completion_tokens\":3}}"
    };
    private static final String ALPHABET = "{}[]:,\"\\u0e123456789-. \n\ra";

    @Test
    void readsTheValuesOfTheNextEvent() throws JsonSyntaxException {
        EventTemplate template = learned(SHAPES[1]);
        byte[] next = ("data: "
                        + SHAPES[1]
                                .replace("\"a\"", "\"b\\n\\\"\"")
                                .replace("\"index\":1", "\"index\":12")
                                .replace("\"completion_tokens\":1", "\"completion_tokens\":345")
                        + "\n\ndata:")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(template.match(next, 0, next.length)).isEqualTo(next.length - 5);
        assertThat(template.index).isEqualTo(12);
        assertThat(template.output).isEqualTo(345);
        assertThat(template.ids).isEqualTo(-1);
        assertThat(template.flags).isEqualTo(RequestRecord.VISIBLE);
        for (int stop = 0; stop < next.length - 5; stop++) {
            assertThat(template.match(next, 0, stop)).isEqualTo(-1);
        }
    }

    @Test
    void leavesWhatItDoesNotKnowToTheWalk() throws JsonSyntaxException {
        EventTemplate template = learned(SHAPES[0]);
        for (String other : List.of(
                SHAPES[0].replace("null", "\"stop\""),
                SHAPES[0].replace("[7]", "null"),
                SHAPES[0].replace("[7]", "[7,]"),
                SHAPES[0].replace("[7]", "[07]"),
                SHAPES[0].replace("[7]", "[1.5]"),
                SHAPES[0].replace("\"a\"", "null"),
                SHAPES[0].replace("\"a\"", "\"\t\""),
                SHAPES[0].replace("\"c\"", "\"d\""),
                SHAPES[0] + " ",
                SHAPES[0] + "\ndata: {}")) {
            byte[] event = ("data: " + other + "\n\n").getBytes(StandardCharsets.UTF_8);
            assertThat(template.match(event, 0, event.length)).as(other).isEqualTo(-1);
        }
    }

    @Test
    void isNoShapeWithDuplicateCounts() throws JsonSyntaxException {
        for (int shape : new int[] {5, 6}) {
            byte[] payload = SHAPES[shape].getBytes(StandardCharsets.UTF_8);
            EventTemplate template = new EventTemplate();
            Chunk chunk = new Chunk();
            new ChunkReader(template).read(payload, 0, payload.length, chunk);
            assertThat(template.learn(payload, 0, payload.length, chunk)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedFollowersGiveTheSameByBothWays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StreamScanner scanner = new StreamScanner();
        for (int round = 0; round < 3_000; round++) {
            String shape = SHAPES[random.nextInt(SHAPES.length)];
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            stream.writeBytes(event(shape));
            for (int i = 0; i < 3; i++) {
                stream.writeBytes(event(mutated(shape, random)));
            }
            byte[] body = stream.toByteArray();
            List<Scan.Read> single = new ArrayList<>();
            for (byte b : body) {
                single.add(new Scan.Read(1, new byte[] {b}));
            }
            Scan whole = Scan.of(scanner, List.of(new Scan.Read(1, body)), 2, true);
            Scan walked = Scan.of(single, 2, true);
            if (!whole.equals(walked)) {
                assertThat(whole)
                        .as("seed %d, round %d: %s", seed, round, stream)
                        .isEqualTo(walked);
            }
        }
    }

    private static byte[] event(String payload) {
        return ("data: " + payload + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String mutated(String shape, SplittableRandom random) {
        StringBuilder text = new StringBuilder(shape);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, c);
                default -> text.setCharAt(at, c);
            }
        }
        return text.toString();
    }

    private static EventTemplate learned(String shape) throws JsonSyntaxException {
        byte[] payload = shape.getBytes(StandardCharsets.UTF_8);
        EventTemplate template = new EventTemplate();
        Chunk chunk = new Chunk();
        new ChunkReader(template).read(payload, 0, payload.length, chunk);
        assertThat(template.learn(payload, 0, payload.length, chunk)).isTrue();
        return template;
    }
}
