package io.infermark.sse;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A stream of {@value #EVENTS} token events through the scanner; the score is of one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamScannerBenchmark {
    private static final int EVENTS = 128;

    /** {@code completions}, {@code chat}, or {@code ids}: chat with token ids. */
    @Param({"completions", "chat", "ids"})
    public String shape;

    private final StreamScanner scanner = new StreamScanner();
    private byte[][] events;
    private byte[] whole;
    private long counted;
    private final EventSink sink = (nanos, tokens, flags) -> counted++;

    @Setup
    public void write() {
        events = new byte[EVENTS][];
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            String text = "\" token" + i % 17 + "\"";
            String choice = switch (shape) {
                case "completions" -> "{\"index\":0,\"text\":" + text + ",\"logprobs\":null,\"finish_reason\":null}";
                case "chat" ->
                    "{\"index\":0,\"delta\":{\"content\":" + text + "},\"logprobs\":null,\"finish_reason\":null}";
                default ->
                    "{\"index\":0,\"delta\":{\"content\":" + text
                            + "},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":[" + (1000 + i) + "]}";
            };
            String event = "data: {\"id\":\"cmpl-0123456789abcdef\",\"object\":\"chunk\",\"created\":1795561847,"
                    + "\"model\":\"model\",\"choices\":[" + choice + "]}\n\n";
            events[i] = event.getBytes(StandardCharsets.UTF_8);
            all.append(event);
        }
        whole = all.toString().getBytes(StandardCharsets.UTF_8);
        System.out.println("# bytes an event: " + whole.length / EVENTS);
    }

    /** Each event is a read of its own. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long readEach() {
        scanner.reset();
        for (int i = 0; i < EVENTS; i++) {
            scanner.accept(events[i], 0, events[i].length, i, sink);
        }
        return counted;
    }

    /** All events came in one read. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long coalesced() {
        scanner.reset();
        scanner.accept(whole, 0, whole.length, 1, sink);
        return counted;
    }
}
