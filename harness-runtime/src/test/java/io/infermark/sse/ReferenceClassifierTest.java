package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scanner against JSON trees, event by event, on everything that was recorded or made up. */
class ReferenceClassifierTest {
    static List<GoldenStream> goldenStreams() {
        return GoldenStream.streams();
    }

    static List<Path> recordings() {
        return Recordings.files();
    }

    @Test
    void thereIsSomethingToCompare() {
        assertThat(goldenStreams()).hasSizeGreaterThan(40);
        assertThat(recordings()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("goldenStreams")
    void agreesOnGoldenStream(GoldenStream golden) {
        if (golden.orderly()) {
            compare(golden.body());
        } else {
            String body = new String(golden.body(), StandardCharsets.UTF_8);
            compare(body.substring(0, body.lastIndexOf("\n\n") + 2).getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void agreesOnRecording(Path file) {
        try {
            RecordedStream recording = RecordedStream.read(file);
            if (recording.isEventStream()) {
                compare(recording.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(byte[] body) {
        ReferenceClassifier reference = ReferenceClassifier.of(body);
        StreamScanner scanner = new StreamScanner();
        List<ReferenceClassifier.TokenEvent> events = new ArrayList<>();
        EventSink sink = (nanos, tokens, flags) ->
                events.add(new ReferenceClassifier.TokenEvent(scanner.events(), tokens, flags));
        scanner.accept(body, 0, body.length, 1, sink);
        scanner.end(2);
        assertThat(events).isEqualTo(reference.tokenEvents());
        StreamVerdict verdict = scanner.verdict();
        String detail = verdict.detail() == null ? "" : verdict.detail();
        assertThat(reference.isError())
                .isEqualTo(verdict.outcome() == Outcome.STREAM_ERROR && !finishedByFailure(scanner));
        assertThat(reference.isMalformed()).isEqualTo(detail.startsWith("[EventMalformed]"));
    }

    private static boolean finishedByFailure(StreamScanner scanner) {
        return "abort".equals(scanner.finishReason());
    }
}
