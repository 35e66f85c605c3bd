package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.model.Load;
import io.infermark.model.SloSpec;
import io.infermark.model.SloSpec.Bound;
import io.infermark.model.SloSpec.Metric;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not change figures: the order of records, the clock's zero, and the cut of a set of requests into windows. */
class WindowInvarianceTest {
    private static final MetricContext CONTEXT = new MetricContext(
            Windows.CONTEXT.workload(),
            2,
            new SloSpec(List.of(
                    new Bound(Metric.TTFT, 90, Duration.ofMillis(70)),
                    new Bound(Metric.TPOT, 50, Duration.ofMillis(12)),
                    new Bound(Metric.ITL, 99, Duration.ofMillis(30)))),
            null,
            Duration.ofMillis(5),
            1);

    private static List<RequestRecord> random(SplittableRandom random, int iteration, int n) {
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double start = Math.round(i * 20 + random.nextDouble() * 10);
            int events = 1 + random.nextInt(12);
            double[] at = new double[events];
            int[] tokens = new int[events];
            double instant = start + 20 + Math.round(random.nextDouble() * 60);
            for (int e = 0; e < events; e++) {
                at[e] = instant;
                tokens[e] = 1 + random.nextInt(3);
                instant += Math.round(random.nextDouble() * 25);
            }
            Requests request = Requests.at(start)
                    .index(i)
                    .iteration(false, iteration)
                    .planned(128, 12)
                    .sent(start + random.nextInt(3))
                    .events(at, tokens)
                    .done(instant + 1);
            records.add((random.nextInt(10) == 0 ? request.failed(Outcome.CUT, "cut") : request).build());
        }
        return records;
    }

    private static WindowMark mark(int iteration, int n, Load load, long shift) {
        return new WindowMark(
                false,
                iteration,
                load,
                shift,
                load instanceof Load.Closed ? shift + 40_000_000 : RequestRecord.UNSEEN,
                shift + (n - 1) * 20_000_000L,
                shift + n * 20_000_000L + 400_000_000,
                n,
                1,
                false);
    }

    private static void same(WindowMetrics actual, WindowMetrics wanted) {
        assertThat(actual)
                .usingRecursiveComparison()
                .withComparatorForType(new DoubleComparator(1e-7), Double.class)
                .ignoringFields("counts.firstFailure")
                .isEqualTo(wanted);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void orderAndZeroOfTheClockDoNotMatter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 20 + random.nextInt(200);
        Load load = seed % 2 == 0
                ? new Load.Closed(4)
                : new Load.Open(50, io.infermark.api.Arrival.POISSON, 1, seed == 1 ? 6 : 0);
        List<RequestRecord> records = random(random, 0, n);
        WindowAnalysis window = WindowAnalysis.of(records, mark(0, n, load, 0), CONTEXT);
        long shift = 1 + random.nextLong(1L << 50);
        List<RequestRecord> moved = new ArrayList<>(records.stream()
                .map(r -> Requests.copy(r, r.index(), r.warmup(), r.iteration(), shift))
                .toList());
        Collections.shuffle(moved, new Random(seed));
        WindowAnalysis again = WindowAnalysis.of(moved, mark(0, n, load, shift), CONTEXT);
        same(again.metrics(), window.metrics());
        assertThat(again.validity().summary()).isEqualTo(window.validity().summary());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void poolingTwiceTheSameWindowKeepsRatesAndDoublesCounts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 60;
        Load load = new Load.Closed(4);
        List<RequestRecord> records = random(random, 0, n);
        WindowAnalysis window = WindowAnalysis.of(records, mark(0, n, load, 0), CONTEXT);
        WindowMetrics one = window.metrics();
        WindowMetrics two = Objects.requireNonNull(PointAnalysis.of(List.of(List.of(window), List.of(window))))
                .pooled();
        assertThat(two.counts().ok()).isEqualTo(2 * one.counts().ok());
        assertThat(two.counts().failed()).isEqualTo(2 * one.counts().failed());
        assertThat(two.itlMs().n()).isEqualTo(2 * one.itlMs().n());
        assertThat(two.itlMs().p50()).isEqualTo(one.itlMs().p50());
        assertThat(two.throughput().seconds()).isEqualTo(2 * one.throughput().seconds());
        assertThat(two.throughput().outputTokens())
                .isCloseTo(one.throughput().outputTokens(), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(two.load().heldConcurrency())
                .isCloseTo(one.load().heldConcurrency(), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(two.load().drainSeconds()).isEqualTo(one.load().drainSeconds());
        assertThat(two.slo()).extracting(SloVerdict::verdict).hasSize(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void tpotIsTheTokenWeightedMeanOfItsGaps(long seed) {
        List<RequestRecord> records = random(new SplittableRandom(seed), 0, 50);
        for (RequestRecord record : records) {
            RequestFigures figures = RequestFigures.of(record);
            GapSeries gaps = new GapSeries();
            for (int i = 1; i < record.eventNanos().length; i++) {
                gaps.add(
                        (double) (record.eventNanos()[i] - record.eventNanos()[i - 1]) / record.eventTokens()[i],
                        record.eventTokens()[i]);
            }
            if (figures.hasTpot()) {
                assertThat(gaps.distribution().mean())
                        .isCloseTo(figures.tpotNanos() / 1e6, org.assertj.core.data.Offset.offset(1e-9));
            } else {
                assertThat(gaps.weight()).isZero();
            }
        }
    }
}
