package io.infermark.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.bottleneck.Bottleneck.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BottlenecksTest {
    private static Evidence rung(int concurrency, double tokens, double ttft, double tpot) {
        return rung(concurrency, tokens, ttft, tpot, "", null, null);
    }

    private static Evidence rung(
            int concurrency,
            double tokens,
            double ttft,
            double tpot,
            String fault,
            @Nullable Double utilisation,
            @Nullable Double waiting) {
        return new Evidence(
                "b[conc=" + concurrency + "]",
                "b",
                concurrency,
                tokens,
                ttft,
                tpot,
                fault,
                utilisation,
                waiting,
                null,
                null);
    }

    private static String queue(double running, @Nullable Double kvUsage) {
        Evidence point = new Evidence("b", "b", 128, 900.0, 5000.0, 45.0, "", 97.0, 41.2, running, kvUsage);
        return Bottlenecks.ofPoint(point, List.of(point)).get(0).text();
    }

    @Test
    void aCacheIsNotBlamedThatHadRoomForAll() {
        assertThat(queue(128, 0.588))
                .contains("41.2 of 128", "at most 59 % of the KV cache", "prefill")
                .doesNotContain("enlarge", "--max-num-seqs");
        assertThat(queue(128, 0.99)).as("the cache was full").contains("enlarge");
        assertThat(queue(64, 0.4)).as("the batch was full").contains("--max-num-seqs");
        assertThat(queue(128, null)).as("not known").contains("enlarge");
    }

    private static List<Kind> kinds(Evidence point, Evidence... ladder) {
        return Bottlenecks.ofPoint(point, List.of(ladder)).stream()
                .map(Bottleneck::kind)
                .toList();
    }

    @Test
    void throughputThatStillGrowsWithTheStreamsAsksForMoreOfThem() {
        Evidence sixteen = rung(16, 1600, 50, 10);
        Evidence top = rung(32, 3000, 55, 10.6);
        List<Bottleneck> found = Bottlenecks.ofPoint(top, List.of(sixteen, top));
        assertThat(found).singleElement().satisfies(bottleneck -> {
            assertThat(bottleneck.kind()).isEqualTo(Kind.CONCURRENCY_TOO_LOW);
            assertThat(bottleneck.text())
                    .startsWith("[ConcurrencyTooLow] b[conc=32]: from concurrency 16 to 32")
                    .contains("1.88-fold, to 3000 tok/s", "@Sweep(concurrency)");
        });
        assertThat(kinds(sixteen, sixteen, top)).as("the next rung answers it").isEmpty();
    }

    @Test
    void throughputThatLevelsOffIsNoFault() {
        Evidence sixteen = rung(16, 1600, 50, 10);
        Evidence top = rung(32, 2000, 80, 16);
        assertThat(kinds(top, sixteen, top)).isEmpty();
    }

    @Test
    void ttftThatGrowsWithoutTpotIsAQueue() {
        Evidence one = rung(1, 100, 50, 10);
        Evidence top = rung(64, 900, 5000, 14);
        assertThat(Bottlenecks.ofPoint(top, List.of(one, top))).singleElement().satisfies(bottleneck -> {
            assertThat(bottleneck.kind()).isEqualTo(Kind.QUEUEING);
            assertThat(bottleneck.evidence()).contains("5000 ms, 100.0 times that at concurrency 1", "1.4-fold");
        });
        assertThat(kinds(rung(64, 900, 200, 40), one))
                .as("both grow: a slower batch")
                .isEmpty();
    }

    @Test
    void whatTheEngineSaysOfItsQueueGoesBeforeWhatTtftSuggests() {
        Evidence one = rung(1, 100, 50, 10);
        assertThat(kinds(rung(64, 900, 5000, 14, "", null, 0.2), one)).isEmpty();
        Evidence waiting = rung(64, 900, 60, 14, "", null, 20.0);
        assertThat(Bottlenecks.ofPoint(waiting, List.of(one, waiting)).get(0).evidence())
                .contains("20.0 of 64 requests waited");
    }

    @Test
    void anUnfitGeneratorIsTheOnlyThingSaid() {
        Evidence sixteen = rung(16, 1600, 50, 10);
        Evidence top = rung(32, 3200, 55, 10, "the generator's event loop ran 80 ms late", 10.0, 30.0);
        assertThat(Bottlenecks.ofPoint(top, List.of(sixteen, top)))
                .singleElement()
                .satisfies(bottleneck -> {
                    assertThat(bottleneck.kind()).isEqualTo(Kind.CLIENT_BOUND);
                    assertThat(bottleneck.evidence()).contains("80 ms late");
                });
    }

    @Test
    void gpusThatWaitAreNamedOnlyWhereTheyWereSampled() {
        Evidence idle = rung(8, 100, 50, 10, "", 30.0, null);
        assertThat(kinds(idle, idle)).containsExactly(Kind.GPU_UNDERUSED);
        assertThat(Bottlenecks.ofPoint(idle, List.of(idle)).get(0).evidence()).contains("30 %", "below 50 %");
        assertThat(kinds(rung(8, 100, 50, 10, "", 51.0, null))).isEmpty();
        assertThat(kinds(rung(8, 100, 50, 10))).isEmpty();
    }

    @Test
    void lowUtilisationIsEvidenceForMoreStreams() {
        Evidence sixteen = rung(16, 1600, 50, 10);
        Evidence top = rung(32, 3000, 55, 10.6, "", 40.0, 0.0);
        assertThat(Bottlenecks.ofPoint(top, List.of(sixteen, top)))
                .singleElement()
                .satisfies(bottleneck -> assertThat(bottleneck.evidence()).contains("40 % GPU utilisation"));
    }
}
