package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server on which all streams' prefills take a while and whose answers take 1.9 s, the next request 50 ms after the last one; times in milliseconds. */
final class SteadyBracketTest {
    private static final int STREAMS = 8;
    private static final int PERIOD = 2000;
    private static final int E2EL = 1900;

    /** As a time-bounded window: requests are sent until it ends, and all of them are drained. */
    private static WindowAnalysis window(int length, int ttft, int input) {
        return Windows.analyse(records(length, ttft, input), mark(length), Windows.CONTEXT);
    }

    private static List<RequestRecord> records(int length, int ttft, int input) {
        List<RequestRecord> records = new ArrayList<>();
        for (int start = 0; start < length; start += PERIOD) {
            for (int stream = 0; stream < STREAMS; stream++) {
                records.add(Requests.at(start)
                        .planned(input, 10)
                        .usage(input, 10)
                        .events(10, start + ttft, (E2EL - ttft) / 9.0, 1)
                        .done(start + PERIOD)
                        .build());
            }
        }
        return records;
    }

    private static WindowMark mark(int length) {
        int waves = (length + PERIOD - 1) / PERIOD;
        return Windows.closed(STREAMS, 0, length, waves * PERIOD, waves * STREAMS);
    }

    @Test
    void aWindowThatEndsAmongPrefillsUnderstatesAndSaysByHowMuch() {
        WindowAnalysis a = window(2500, 1000, 128);
        assertThat(a.validity().state()).isEqualTo(Validity.State.MARKED);
        assertThat(a.validity().marks())
                .containsExactly(
                        new Validity.Finding(
                                "WindowSkewed",
                                "output throughput is 32 tok/s in the window of 2.5 s and 40 tok/s with its drain (-20 %): much of what its requests brought came after it"
                                        + "; the window has 1.3 times the mean E2EL, ask for 10 times: -r 19s or longer, or -requests 80"));
    }

    @Test
    void tenLifetimesAreEnoughWhereverTheWindowEnds() {
        for (int length = SteadyBracket.LIFETIMES * E2EL; length < 24_000; length += 50) {
            for (int ttft : new int[] {20, 1000, 1800}) {
                assertThat(window(length, ttft, 128).validity())
                        .as("%d ms, TTFT %d ms", length, ttft)
                        .isEqualTo(Validity.OK);
            }
        }
    }

    @Test
    void promptsWhoseAnswersComeLaterOverstateTheTotal() {
        WindowAnalysis a = window(2200, 50, 1000);
        assertThat(a.validity().marks())
                .singleElement()
                .extracting(Validity.Finding::message)
                .asString()
                .contains("total throughput is 7313 tok/s", "at most 4040 tok/s", "(+81 %)", "-requests 80");
    }

    @Test
    void aWindowInWhichNothingCompletedTellsWhatItsDrainBrought() {
        assertThat(window(1500, 1000, 128).validity().marks())
                .singleElement()
                .extracting(Validity.Finding::message)
                .asString()
                .startsWith(
                        "no request completed within the window of 1.5 s, so that no throughput is stated; with its drain its requests brought 40 output tok/s; the window has 0.8 times");
    }

    @Test
    void aThinDrainDoesNotMakeAWindowSuspicious() {
        // One of the last answers is five times as long: the rate with the drain is far lower, and the window is
        // right.
        List<RequestRecord> records = records(20_000, 1000, 128);
        records.set(
                records.size() - 1,
                Requests.at(18_000).planned(128, 50).events(50, 19_000, 190, 1).build());
        WindowAnalysis a =
                Windows.analyse(records, Windows.closed(STREAMS, 0, 18_000, 28_310, records.size()), Windows.CONTEXT);
        assertThat(a.metrics().wholeRun().outputTokens()).isLessThan(30.0);
        assertThat(a.metrics().throughput().outputTokens()).isGreaterThan(39.0);
        assertThat(a.validity()).isEqualTo(Validity.OK);
    }

    @Test
    void warmUpAndFailuresAreNotJudged() {
        WindowMark warm = Windows.iteration(mark(2500), true, 0);
        assertThat(Windows.analyse(
                                records(2500, 1000, 128).stream()
                                        .map(SteadyBracketTest::warm)
                                        .toList(),
                                warm,
                                Windows.CONTEXT)
                        .validity()
                        .marks())
                .isEmpty();
        List<RequestRecord> records = records(2500, 1000, 128);
        records.set(
                0,
                Requests.at(0)
                        .failed(io.infermark.record.Outcome.CUT, "closed")
                        .done(PERIOD)
                        .build());
        assertThat(Windows.analyse(records, mark(2500), Windows.CONTEXT)
                        .validity()
                        .summary())
                .isEqualTo("Failures");
    }

    private static RequestRecord warm(RequestRecord r) {
        return Requests.at(r.sentNanos() / 1e6)
                .iteration(true, 0)
                .planned(128, 10)
                .events(10, r.firstByteNanos() / 1e6, 100, 1)
                .done(r.doneNanos() / 1e6)
                .build();
    }
}
