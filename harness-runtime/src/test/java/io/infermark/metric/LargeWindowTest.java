package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.record.RequestRecord;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A window of a million token events, streamed: memory must not hold them. */
class LargeWindowTest {
    private static final int REQUESTS = 5_000;
    private static final int EVENTS = 200;
    private static final int STREAMS = 50;

    @Test
    void aMillionEventsAreDerivedInOnePassWithoutKeepingThem() {
        Iterable<RequestRecord> records = () -> {
            Iterator<RequestRecord> made = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> {
                        int wave = i / STREAMS;
                        double start = wave * 2_100.0;
                        return Requests.at(start)
                                .index(i)
                                .planned(128, EVENTS)
                                .events(EVENTS, start + 100, 10, 1)
                                .done(start + 2_099)
                                .build();
                    })
                    .iterator();
            return made;
        };
        int waves = REQUESTS / STREAMS;
        double exhausted = (waves - 1) * 2_100.0;
        long began = System.nanoTime();
        WindowAnalysis window = WindowAnalysis.of(
                records, Windows.closed(STREAMS, 0, exhausted, exhausted + 2_099, REQUESTS), Windows.CONTEXT);
        double seconds = (System.nanoTime() - began) / 1e9;
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
                "derived %d events of %d requests in %.2f s; heap in use with the analysis held: %.1f MB%n",
                REQUESTS * EVENTS, REQUESTS, seconds, used / 1e6);
        assertThat(window.metrics().itlMs().n()).isEqualTo((long) REQUESTS * (EVENTS - 1));
        assertThat(window.metrics().itlMs().mean()).isEqualTo(10, within(1e-6));
        assertThat(window.metrics().tpotMs().p999()).isEqualTo(10);
        assertThat(window.validity()).isEqualTo(Validity.OK);
    }
}
