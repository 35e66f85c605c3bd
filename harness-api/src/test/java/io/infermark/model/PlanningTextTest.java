package io.infermark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges, conditions, durations and suggestions: the small languages of a declaration. */
class PlanningTextTest {
    @Test
    void aRangeDoublesAndEndsExactlyAtItsEnd() {
        assertThat(ConcurrencyRange.expand(4, 100, 2)).containsExactly(4, 8, 16, 32, 64, 100);
        assertThat(ConcurrencyRange.expand(4, 64, 2)).containsExactly(4, 8, 16, 32, 64);
        assertThat(ConcurrencyRange.expand(7, 7, 2)).containsExactly(7);
        assertThat(ConcurrencyRange.expand(1, 28, 3)).containsExactly(1, 3, 9, 27, 28);
        assertThat(ConcurrencyRange.expand(1, Integer.MAX_VALUE, 2)).hasSize(32).endsWith(1 << 30, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyRangeRisesFromItsStartToItsEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            int from = 1 + random.nextInt(1_000);
            int to = from + random.nextInt(100_000);
            int step = 2 + random.nextInt(5);
            List<Integer> values = ConcurrencyRange.expand(from, to, step);
            assertThat(values)
                    .as("seed %d: %d..%d by %d", seed, from, to, step)
                    .startsWith(from)
                    .endsWith(to);
            for (int j = 1; j < values.size(); j++) {
                assertThat(values.get(j))
                        .isGreaterThan(values.get(j - 1))
                        .isLessThanOrEqualTo(values.get(j - 1) * step);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4, 2", "8, 4, 2", "1, 4, 1"})
    void aRangeThatWouldNotEndIsRefused(int from, int to, int step) {
        assertThatThrownBy(() -> ConcurrencyRange.expand(from, to, step))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("[ConcurrencyRange] ")
                .hasMessageContaining("step=" + step);
    }

    @ParameterizedTest
    @CsvSource({
        "tp=4, 4, true",
        "tp=4, 8, false",
        "tp!=4, 8, true",
        "rate=2.50, 2.5, true",
        "rate=1e1, 10, true",
        "conc>=64, 64, true",
        "conc>64, 64, false",
        "conc<64, 9, true",
        "conc<=64, 65, false",
        "conc>1000, inf, true",
        "conc=inf, inf, true",
        "dpAttention=TRUE, true, true",
        "workload=8k1k, 8K1K, true",
        "a.b-c_d = x y , x y, true",
        "own=a=b, a=b, true"
    })
    void conditionsCompareNumbersAsNumbersAndTextsWithoutCase(String text, String actual, boolean met) {
        assertThat(Condition.parse(text).test(actual)).isEqualTo(met);
    }

    @Test
    void whatIsNoConditionOrNoNumberIsRefused() {
        for (String text : List.of("", "tp", "=4", "tp~4", "1tp=4")) {
            assertThatThrownBy(() -> Condition.parse(text))
                    .hasMessageStartingWith("[ConditionMalformed] \"" + text + "\"");
        }
        assertThatThrownBy(() -> Condition.parse("tp>many").test("4")).hasMessageStartingWith("[ConditionNotNumeric]");
        assertThat(Condition.parse(" tp  >=  4 ")).hasToString("tp>=4");
    }

    @ParameterizedTest
    @CsvSource({
        "250 us, 250000",
        "250 µs, 250000",
        "30ms, 30000000",
        "1.5 s, 1500000000",
        "2 sec, 2000000000",
        "40 min, 2400000000000",
        "1 m, 60000000000",
        "2 H, 7200000000000",
        "7 ns, 7",
        "0.5 us, 500"
    })
    void durationsHaveUnits(String text, long nanos) {
        Duration parsed = DurationText.parse(text);
        assertThat(parsed).isEqualTo(Duration.ofNanos(nanos));
        assertThat(DurationText.parse(DurationText.format(parsed))).isEqualTo(parsed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1 s", "1 day", "0 s", "0.1 ns", "99999999 h", "1,5 s", "1 s 2"})
    void whatIsNoPositiveDurationIsRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("[DurationMalformed] \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"concurency, concurrency", "H1000, h100", "bokc-size, block-size", "BLOCK-SIZE, block-size"})
    void theNearestNameIsSuggested(String word, String expected) {
        assertThat(Suggestion.nearest(word, List.of("tp", "concurrency", "h100", "block-size")))
                .contains(expected);
    }

    @Test
    void whatIsFarGetsTheListIfThatIsShort() {
        assertThat(Suggestion.sentence("zzz", List.of("tp", "pp"))).isEqualTo(" Known: tp, pp.");
        assertThat(Suggestion.sentence("zzz", List.of())).isEmpty();
        assertThat(Suggestion.sentence("zzz", Collections.nCopies(21, "tp"))).isEmpty();
        assertThat(Suggestion.sentence("tq", List.of("tp", "pp"))).isEqualTo(" Did you mean \"tp\"?");
    }
}
