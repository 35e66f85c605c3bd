package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.infermark.record.Outcome;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Not a byte is allocated per stream or event once a scanner is warm, whole or split, in every dialect. */
class StreamScannerAllocationTest {
    static List<GoldenStream> streams() {
        return GoldenStream.streams().stream()
                .filter(golden -> golden.outcome() == Outcome.OK)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void allocatesNothingForATokenStream(GoldenStream golden) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        StreamScanner scanner = new StreamScanner();
        Counter counter = new Counter();
        byte[] body = golden.body();
        int split = body.length / 3;
        for (int i = 0; i < 200; i++) {
            scan(scanner, counter, body, split);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        long overhead = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            scan(scanner, counter, body, split);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before - overhead;
        assertThat(counter.events).isGreaterThanOrEqualTo(1200);
        assertThat(allocated).isZero();
    }

    private static void scan(StreamScanner scanner, EventSink sink, byte[] body, int split) {
        scanner.reset();
        scanner.accept(body, 0, split, 1, sink);
        scanner.accept(body, split, body.length - split, 2, sink);
        scanner.end(3);
    }

    private static final class Counter implements EventSink {
        private long events;

        @Override
        public void tokenEvent(long readNanos, int tokens, int flags) {
            events++;
        }
    }
}
