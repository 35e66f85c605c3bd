package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9};

    private static DoubleSeries series(double... values) {
        DoubleSeries series = new DoubleSeries();
        for (double value : values) {
            series.add(value);
        }
        return series;
    }

    private static double[] random(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(n)
                .map(u -> -Math.log(1 - u) * 100 + (random.nextInt(4) == 0 ? 7 : 0))
                .toArray();
    }

    /** Weighted average of the two neighbours by how far the fractional rank is from each, written out of order statistics found by counting. */
    private static double naive(double[] values, double p) {
        double rank = (values.length - 1) * p / 100;
        int low = (int) rank;
        double first = kth(values, low);
        double second = low + 1 < values.length ? kth(values, low + 1) : first;
        return first * (low + 1 - rank) + second * (rank - low);
    }

    private static double kth(double[] values, int k) {
        for (double candidate : values) {
            long below = Arrays.stream(values).filter(v -> v < candidate).count();
            long same = Arrays.stream(values).filter(v -> v == candidate).count();
            if (below <= k && k < below + same) {
                return candidate;
            }
        }
        throw new IllegalStateException();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void percentilesAgreeWithANaiveImplementation(long seed) {
        int n = 1 + (int) (seed * 173 % 1100);
        double[] values = random(seed, n);
        Distribution d = series(values).distribution();
        for (double p : PERCENTILES) {
            Double given = d.percentile(p);
            if (n < Distribution.minimumN(p)) {
                assertThat(given).as("p%s of %s", p, n).isNull();
            } else {
                assertThat(given).as("p%s of %s", p, n).isEqualTo(naive(values, p), within(1e-9));
            }
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        assertThat(d.mean()).isEqualTo(mean, within(1e-9));
        assertThat(d.min()).isEqualTo(Arrays.stream(values).min().orElseThrow());
        assertThat(d.max()).isEqualTo(Arrays.stream(values).max().orElseThrow());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void orderDoesNotMatterAndShiftAndScaleCarryOver(long seed) {
        double[] values = random(seed, 1500);
        List<Double> shuffled = new ArrayList<>(Arrays.stream(values).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
        Distribution d = series(values).distribution();
        Distribution again =
                series(shuffled.stream().mapToDouble(v -> v).toArray()).distribution();
        Distribution moved =
                series(Arrays.stream(values).map(v -> 3 * v + 5).toArray()).distribution();
        for (double p : PERCENTILES) {
            Double before = d.percentile(p);
            assertThat(before).isNotNull();
            double given = before == null ? Double.NaN : before;
            assertThat(again.percentile(p)).isEqualTo(given);
            assertThat(moved.percentile(p)).isEqualTo(3 * given + 5, within(1e-8));
        }
        Double sd = d.sd();
        assertThat(moved.sd()).isEqualTo(3 * (sd == null ? Double.NaN : sd), within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({"50, 1", "90, 10", "95, 20", "99, 100", "99.9, 1000"})
    void aPercentileNeedsAsManyValuesAsItLeavesOut(double p, int n) {
        assertThat(Distribution.minimumN(p)).isEqualTo(n);
        assertThat(series(new double[n]).distribution().percentile(p)).isZero();
        assertThat(series(new double[n - 1]).distribution().percentile(p)).isNull();
    }

    @Test
    void handComputedSample() {
        Distribution d = series(4, 1, 3, 2).distribution();
        assertThat(d.mean()).isEqualTo(2.5);
        assertThat(d.sd()).isEqualTo(Math.sqrt(5 / 3.0));
        assertThat(d.p50()).isEqualTo(2.5);
        assertThat(d.p90()).isNull();
        assertThat(series(7).distribution().sd()).isNull();
        assertThatThrownBy(() -> d.percentile(75)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void infinityTakesPartWithoutTurningIntoNoNumber() {
        double[] sorted = {1, 2, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        assertThat(DoubleSeries.percentile(sorted, 100 / 3.0)).isEqualTo(2);
        assertThat(DoubleSeries.percentile(sorted, 50)).isInfinite();
        assertThat(DoubleSeries.percentile(sorted, 90)).isInfinite();
        assertThat(DoubleSeries.percentile(sorted, 100)).isInfinite();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void histogramsAreWithinThreeDigitsAndMergeLikeOne(long seed) {
        double[] values = random(seed, 5000);
        GapSeries all = new GapSeries();
        GapSeries left = new GapSeries();
        GapSeries right = new GapSeries();
        for (int i = 0; i < values.length; i++) {
            double nanos = values[i] * 1e6;
            all.add(nanos, 1 + i % 4);
            (i < 1700 ? left : right).add(nanos, 1 + i % 4);
        }
        left.addAll(right);
        Distribution one = all.distribution();
        Distribution merged = left.distribution();
        assertThat(merged.n()).isEqualTo(one.n());
        assertThat(merged.mean()).isEqualTo(one.mean(), within(1e-9));
        assertThat(merged.sd()).isEqualTo(one.sd(), within(1e-9));
        DoubleSeries expanded = new DoubleSeries();
        for (int i = 0; i < values.length; i++) {
            for (int k = 0; k <= i % 4; k++) {
                expanded.add(values[i]);
            }
        }
        Distribution exact = expanded.distribution();
        assertThat(one.mean()).isEqualTo(exact.mean(), within(1e-9));
        assertThat(one.sd()).isEqualTo(exact.sd(), within(1e-9));
        double[] sorted = expanded.sorted();
        for (double p : PERCENTILES) {
            assertThat(merged.percentile(p)).isEqualTo(one.percentile(p));
            // A histogram gives the value of the rank itself and interpolates nothing.
            int rank = (int) Math.ceil(sorted.length * p / 100 - 1e-9);
            double wanted = sorted[rank - 1];
            assertThat(one.percentile(p)).as("p%s", p).isEqualTo(wanted, within(wanted * 0.001 + 1e-6));
        }
    }
}
