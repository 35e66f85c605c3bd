package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamScannerTest {
    private final List<Integer> tokens = new ArrayList<>();
    private final EventSink sink = (nanos, count, flags) -> tokens.add(count);

    @Test
    void isReusable() {
        StreamScanner scanner = new StreamScanner();
        accept(scanner, "event: error\ndata: {\"error\":{\"message\":\"x\"}}\n\ndata: {\"choi");
        scanner.cut(2);
        assertThat(scanner.verdict().outcome()).isEqualTo(Outcome.STREAM_ERROR);
        scanner.reset();
        accept(scanner, text("a") + finish() + "data: [DONE]\n\n");
        scanner.end(3);
        assertThat(scanner.verdict()).isEqualTo(new StreamVerdict(Outcome.OK, null));
        assertThat(tokens).containsExactly(-1);
        assertThat(scanner.events()).isEqualTo(3);
        assertThat(scanner.tokenEvents()).isEqualTo(1);
        assertThat(scanner.usageOutputTokens()).isEqualTo(-1);
        assertThat(scanner.serverTimings()).isNull();
        assertThat(scanner.firstChunkNanos()).isEqualTo(1);
        assertThat(scanner.doneNanos()).isEqualTo(1);
    }

    @Test
    void saysOfANewStreamThatNothingIsKnown() {
        StreamScanner scanner = new StreamScanner();
        assertThat(scanner.doneNanos()).isEqualTo(RequestRecord.UNSEEN);
        assertThat(scanner.firstChunkNanos()).isEqualTo(RequestRecord.UNSEEN);
        assertThat(scanner.tokenSource()).isEqualTo(TokenSource.NONE);
        assertThat(scanner.finishReason()).isNull();
        assertThat(scanner.verdict().outcome()).isEqualTo(Outcome.CUT);
        scanner.end(5);
        assertThat(scanner.doneNanos()).isEqualTo(5);
        assertThat(scanner.verdict().outcome()).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void takesTheFirstEndOnly() {
        StreamScanner scanner = new StreamScanner();
        accept(scanner, text("a") + finish());
        scanner.end(5);
        scanner.cut(6);
        assertThat(scanner.verdict().outcome()).isEqualTo(Outcome.OK);
        assertThat(scanner.doneNanos()).isEqualTo(5);
    }

    @Test
    void readsTimingsOfTheServer() {
        StreamScanner scanner = new StreamScanner();
        accept(scanner, """
                data: {"choices":[],"timings":{"cache_n":4,"prompt_n":1,"prompt_ms":5.77,"predicted_n":8,"predicted_ms":39.659}}

                data: [DONE]

                """);
        assertThat(scanner.serverTimings()).isEqualTo(new ServerTimings(1, 5_770_000, 8, 39_659_000));
        assertThat(scanner.usageOutputTokens()).isEqualTo(8);
        assertThat(scanner.usageInputTokens()).isEqualTo(5);
        assertThat(scanner.cachedTokens()).isEqualTo(4);
    }

    @Test
    void failsOnceForALineBeyondTheCap() {
        StreamScanner scanner = new StreamScanner(1000);
        accept(scanner, text("a"));
        for (int i = 0; i < 300; i++) {
            accept(scanner, "data: 1234");
        }
        accept(scanner, "\n\n" + text("b") + "data: [DONE]\n\n");
        scanner.end(9);
        assertThat(tokens).containsExactly(-1);
        assertThat(scanner.verdict())
                .isEqualTo(
                        new StreamVerdict(
                                Outcome.MALFORMED,
                                "[EventTooLarge] a line or event is longer than 1000 bytes; after 1 events, 1 of them with tokens"));
    }

    @Test
    void failsForAnEventOfManyLinesBeyondTheCap() {
        StreamScanner scanner = new StreamScanner(1000);
        accept(scanner, "data: {\n" + "data:  \n".repeat(2000) + "data: }\n\n");
        scanner.end(9);
        assertThat(scanner.verdict().detail()).startsWith("[EventTooLarge]");
    }

    @Test
    void capHoldsForAnEventInsideOneReadToo() {
        StreamScanner scanner = new StreamScanner(1000);
        accept(scanner, text("x".repeat(1000)));
        scanner.end(9);
        assertThat(scanner.verdict().detail()).startsWith("[EventTooLarge]");
    }

    @Test
    void refusesACapThatHoldsNoEvent() {
        assertThatThrownBy(() -> new StreamScanner(10)).hasMessageStartingWith("[EventCapTooSmall]");
    }

    @Test
    void holdsNoMoreThanTheCapOfAnEndlessLine() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        StreamScanner scanner = new StreamScanner(1 << 20);
        byte[] junk = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1024; i++) {
            scanner.accept(junk, 0, junk.length, i, sink);
        }
        scanner.end(1);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
        assertThat(scanner.verdict().outcome()).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void refusesAbsurdNestingAndTooManyChoices() {
        StreamScanner deep = new StreamScanner();
        accept(deep, "data: " + "[".repeat(100_000) + "\n\n");
        deep.end(1);
        assertThat(deep.verdict().detail()).contains("nested deeper than 256");
        StreamScanner wide = new StreamScanner();
        accept(wide, "data: {\"choices\":[" + "{},".repeat(5000) + "{}]}\n\n");
        wide.end(1);
        assertThat(wide.verdict().detail()).contains("more than 1024 choices");
        StreamScanner many = new StreamScanner();
        for (int i = 0; i < 2000; i++) {
            accept(many, "data: {\"choices\":[{\"index\":" + i + ",\"text\":\"a\"}]}\n\n");
        }
        many.end(1);
        assertThat(many.verdict().detail()).contains("more than 1024 choices");
    }

    @Test
    void ignoresCountsThatAreNone() {
        for (String count :
                List.of("-1", "1e99", "2.5", "99999999999999999999", "null", "\"7\"", "{}", "true", "NaN")) {
            StreamScanner scanner = new StreamScanner();
            accept(scanner, "data: {\"choices\":[],\"usage\":{\"completion_tokens\":" + count + "}}\n\n");
            assertThat(scanner.usageOutputTokens()).as(count).isEqualTo(-1);
        }
        StreamScanner scanner = new StreamScanner();
        accept(scanner, "data: {\"choices\":[],\"usage\":{\"completion_tokens\":1.2e1}}\n\n");
        assertThat(scanner.usageOutputTokens()).isEqualTo(12);
    }

    @Test
    void showsAContradictionBetweenEventsAndUsage() {
        assertThat(unexplained(3, 3, "length")).isZero();
        assertThat(unexplained(3, 4, "stop")).isZero();
        assertThat(unexplained(3, 4, "length")).isEqualTo(1);
        assertThat(unexplained(3, 5, "stop")).isEqualTo(2);
        assertThat(unexplained(3, 2, "stop")).isEqualTo(-1);
    }

    private long unexplained(int events, int usage, String reason) {
        StreamScanner scanner = new StreamScanner();
        for (int i = 0; i < events; i++) {
            accept(scanner, "data: {\"choices\":[{\"index\":0,\"text\":\"a\",\"token_ids\":[1]}]}\n\n");
        }
        accept(scanner, "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"" + reason + "\"}]}\n\n");
        accept(scanner, "data: {\"choices\":[],\"usage\":{\"completion_tokens\":" + usage + "}}\n\ndata: [DONE]\n\n");
        scanner.end(1);
        assertThat(scanner.verdict().outcome()).isEqualTo(Outcome.OK);
        return scanner.unexplainedTokens();
    }

    @Test
    void degradesToNoneWhenOneEventCannotBeCounted() {
        StreamScanner scanner = new StreamScanner();
        accept(
                scanner,
                "data: {\"choices\":[{\"index\":0,\"text\":\"a\",\"token_ids\":[1,2]}]}\n\n" + text("b") + finish());
        scanner.end(1);
        assertThat(tokens).containsExactly(2, -1);
        assertThat(scanner.tokenSource()).isEqualTo(TokenSource.NONE);
        assertThat(scanner.unexplainedTokens()).isZero();
    }

    @Test
    void errorOfTheServerGoesBeforeABadEvent() {
        StreamScanner scanner = new StreamScanner();
        accept(scanner, "data: oops\n\ndata: {\"error\":\"out of memory\"}\n\n");
        scanner.end(1);
        assertThat(scanner.verdict()).isEqualTo(new StreamVerdict(Outcome.STREAM_ERROR, "[StreamError] out of memory"));
    }

    private void accept(StreamScanner scanner, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scanner.accept(bytes, 0, bytes.length, 1, sink);
    }

    private static String text(String text) {
        return "data: {\"choices\":[{\"index\":0,\"text\":\"" + text + "\"}]}\n\n";
    }

    private static String finish() {
        return "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"stop\"}]}\n\n";
    }
}
