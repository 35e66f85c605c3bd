package io.infermark.metric;

import static io.infermark.metric.Windows.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.infermark.api.Arrival;
import io.infermark.metric.SloVerdict.Verdict;
import io.infermark.metric.Validity.State;
import io.infermark.model.Load;
import io.infermark.model.SloSpec;
import io.infermark.model.SloSpec.Bound;
import io.infermark.model.SloSpec.Metric;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void throughputIsOverTheWindowWithoutTheDrain() {
        WindowMetrics m = Windows.waveWindow(4, 10, 1).metrics();
        // Nine waves of four complete within 1.8 s; the tenth is the drain.
        assertThat(m.throughput().seconds()).isEqualTo(1.8);
        assertThat(m.throughput().requests()).isEqualTo(20, within(1e-9));
        assertThat(m.throughput().outputTokens()).isEqualTo(200, within(1e-9));
        assertThat(m.throughput().inputTokens()).isEqualTo(2560, within(1e-9));
        assertThat(m.throughput().totalTokensPerGpu()).isEqualTo(690, within(1e-9));
        assertThat(m.wholeRun().seconds()).isEqualTo(1.9995);
        assertThat(m.wholeRun().requests()).isEqualTo(40 / 1.9995, within(1e-9));
        assertThat(m.load().drainSeconds()).isEqualTo(0.1995, within(1e-12));
        assertThat(m.load().rampSeconds()).isZero();
    }

    @Test
    void tokensOfAStreamThatCrossesTheEndCountByTheirArrival() {
        RequestRecord crossing = Requests.at(0)
                .planned(128, 10)
                .events(10, 100, 100, 1)
                .done(1000)
                .build();
        RequestRecord inside =
                Requests.at(0).planned(128, 10).events(10, 10, 10, 1).done(100).build();
        WindowMetrics m = Windows.analyse(List.of(crossing, inside), Windows.closed(2, 0, 500, 1000, 2), CONTEXT)
                .metrics();
        assertThat(m.throughput().outputTokens()).isEqualTo((10 + 5) / 0.5, within(1e-9));
        assertThat(m.throughput().requests()).isEqualTo(2);
    }

    @Test
    void aWindowInWhichNothingCompletedHasNoRates() {
        WindowMetrics m = Windows.waveWindow(4, 1, 1).metrics();
        assertThat(m.throughput().requests()).isNull();
        assertThat(m.throughput().outputTokensPerGpu()).isNull();
        assertThat(m.absent().get("throughput")).contains("exhausted at once");
        assertThat(m.wholeRun().requests()).isNotNull();
        assertThat(Windows.waveWindow(4, 1, 1).validity().marks())
                .extracting(Validity.Finding::code)
                .containsExactly("NoSteadyStretch");
    }

    @Test
    void heldConcurrencyIsWeightedByTime() {
        WindowAnalysis good = Windows.waveWindow(4, 10, 1);
        assertThat(good.metrics().load().heldConcurrency()).isEqualTo(4 * 199.5 / 200, within(1e-9));
        assertThat(good.validity()).isEqualTo(Validity.OK);

        List<RequestRecord> gaps = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            gaps.add(Requests.at(i * 100)
                    .planned(128, 9)
                    .events(9, i * 100 + 10, 10, 1)
                    .done(i * 100 + 95)
                    .build());
        }
        WindowAnalysis bad = Windows.analyse(gaps, Windows.closed(1, 0, 900, 995, 10), CONTEXT);
        assertThat(bad.metrics().load().heldRatio()).isEqualTo(0.95, within(1e-9));
        assertThat(bad.validity().summary()).isEqualTo("ConcurrencyNotHeld");
        assertThat(bad.validity().reasons().get(0).message()).contains("0.95 of 1 streams", "95.0 %");
    }

    @Test
    void timeSpentConnectingIsSaidToBe() {
        List<RequestRecord> own = new ArrayList<>();
        List<RequestRecord> kept = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Requests request = Requests.at(i * 100)
                    .planned(128, 9)
                    .events(9, i * 100 + 10, 10, 1)
                    .done(i * 100 + 95);
            kept.add(request.build());
            own.add(request.opened(4).build());
        }
        WindowMark mark = Windows.closed(1, 0, 900, 995, 10);
        WindowAnalysis connecting = Windows.analyse(own, mark, CONTEXT);
        assertThat(connecting.validity().summary()).isEqualTo("ConcurrencyNotHeld");
        assertThat(connecting.validity().reasons().get(0).message())
                .contains("0.95 of 1 streams", "10 of 10 requests opened a connection, 4.00 ms on average")
                .contains("not in flight: about 4.4 % of the streams' time, most of what is missing, which is not the")
                .contains("-keepConnections false");
        List<RequestRecord> fast = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            fast.add(Requests.at(i * 100)
                    .planned(128, 9)
                    .events(9, i * 100 + 10, 10, 1)
                    .done(i * 100 + 95)
                    .opened(1)
                    .build());
        }
        assertThat(Windows.analyse(fast, mark, CONTEXT)
                        .validity()
                        .reasons()
                        .get(0)
                        .message())
                .contains("about 1.1 % of the streams' time.")
                .doesNotContain("most of what");
        assertThat(Windows.analyse(kept, mark, CONTEXT)
                        .validity()
                        .reasons()
                        .get(0)
                        .message())
                .doesNotContain("connection");
    }

    @Test
    void aConcurrencyThatWasNeverReachedIsInvalid() {
        WindowMark never = Windows.closed(8, 0, 600, 800, 8);
        never = new WindowMark(
                false, 0, never.load(), 0, RequestRecord.UNSEEN, never.exhaustedNanos(), never.endNanos(), 8, 1, false);
        WindowAnalysis a = Windows.analyse(Windows.waves(2, 4, 1), never, CONTEXT);
        assertThat(a.validity().summary()).isEqualTo("ConcurrencyNotHeld");
        assertThat(a.metrics().load().rampSeconds()).isNull();
    }

    @Test
    void failuresAreCountedByClassAndNeverInLatencies() {
        List<RequestRecord> records = new ArrayList<>(Windows.waves(2, 8, 1));
        records.add(
                Requests.at(0).failed(Outcome.HTTP_STATUS, "HTTP 500").done(1).build());
        records.add(
                Requests.at(0).failed(Outcome.HTTP_STATUS, "HTTP 500").done(1).build());
        records.add(
                Requests.at(0).neverSent().failed(Outcome.CONNECT, "refused").build());
        records.add(Requests.at(0)
                .events(5, 10, 10, 1)
                .noUsage()
                .failed(Outcome.CUT, "closed")
                .build());
        WindowAnalysis a = Windows.analyse(records, Windows.closed(2, 0, 1400, 1600, 20), CONTEXT);
        WindowMetrics m = a.metrics();
        assertThat(m.counts().failures())
                .containsEntry("http-status", 2)
                .containsEntry("connect", 1)
                .containsEntry("cut", 1);
        assertThat(m.counts().failed()).isEqualTo(4);
        assertThat(m.counts().sent()).isEqualTo(19);
        assertThat(m.ttftMs().shown().n()).isEqualTo(16);
        assertThat(m.e2elMs().shown().mean()).isEqualTo(190);
        assertThat(m.tokens().failedOutput()).isEqualTo(5);
        assertThat(a.validity().state()).isEqualTo(State.INVALID);
        assertThat(a.validity().reasons().get(0).message())
                .contains(
                        "4 of 20",
                        "connect 1, cut 1, http-status 2; first request r-0: http-status, HTTP 200, HTTP 500");
    }

    @Test
    void withoutAnySuccessNoNumberIsPrinted() {
        List<RequestRecord> records = List.of(
                Requests.at(0).failed(Outcome.HTTP_STATUS, "HTTP 500").done(1).build(),
                Requests.at(1).failed(Outcome.HTTP_STATUS, "HTTP 500").done(2).build());
        WindowAnalysis a = Windows.analyse(records, Windows.closed(1, 0, 1, 2, 2), CONTEXT);
        assertThat(a.validity().summary()).contains("NoSuccess").doesNotContain("Failures");
        for (Figure figure : Figure.ALL) {
            Double value = figure.of().apply(a.metrics());
            if (!figure.name().startsWith("client_delay") && figure.better() != Figure.Better.NEITHER) {
                assertThat(figure.name().startsWith("held") ? null : value)
                        .as(figure.name())
                        .isNull();
            }
        }
        assertThat(a.metrics().absent()).containsKeys("ttft_ms", "tpot_ms", "e2el_ms", "throughput", "whole_run");
    }

    @Test
    void interruptionLossAndShortWindowsAreSaid() {
        WindowMark mark = Windows.waveMark(4, 10, 1);
        assertThat(Windows.analyse(Windows.waves(4, 10, 1), Windows.interrupted(mark), CONTEXT)
                        .validity()
                        .summary())
                .isEqualTo("Interrupted");
        List<RequestRecord> lost = Windows.waves(4, 10, 1).subList(0, 39);
        assertThat(WindowAnalysis.of(lost, mark, CONTEXT).validity().summary()).contains("LostRequests");
        List<RequestRecord> extra = new java.util.ArrayList<>(Windows.waves(4, 10, 1));
        extra.add(extra.get(39));
        assertThat(WindowAnalysis.of(extra, mark, CONTEXT).validity().summary()).contains("ExtraRecords");
        List<RequestRecord> disordered = new java.util.ArrayList<>(Windows.waves(4, 10, 1));
        disordered.set(
                39,
                Requests.at(1800)
                        .sent(1900.5)
                        .events(10, 1900, 10, 1)
                        .done(1999.5)
                        .build());
        assertThat(Windows.analyse(disordered, mark, CONTEXT).validity().reasons())
                .filteredOn(finding -> finding.code().equals("DisorderedRecords"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("1 of 40"));
        MetricContext floor = new MetricContext(CONTEXT.workload(), 4, SloSpec.NONE, null, CONTEXT.latenessBound(), 41);
        Validity shortWindow =
                Windows.analyse(Windows.waves(4, 10, 1), mark, floor).validity();
        assertThat(shortWindow.state()).isEqualTo(State.MARKED);
        assertThat(shortWindow.summary()).isEqualTo("ShortWindow");
    }

    @Test
    void aLostRowAndADoubledOrForeignOneDoNotCancel() {
        WindowMark mark = Windows.waveMark(4, 10, 1);
        List<RequestRecord> doubled = new ArrayList<>(Windows.waves(4, 10, 1));
        doubled.set(7, doubled.get(6));
        Validity validity = WindowAnalysis.of(doubled, mark, CONTEXT).validity();
        assertThat(validity.summary()).isEqualTo("LostRequests, ExtraRecords");
        assertThat(validity.reasons().get(0).message()).contains("1 of 40 requests that were due have no record");
        assertThat(validity.reasons().get(1).message()).contains("1 of 40 records");
        for (int index : new int[] {-1, 40, Integer.MAX_VALUE}) {
            List<RequestRecord> foreign = new ArrayList<>(Windows.waves(4, 10, 1));
            foreign.set(
                    7,
                    Requests.at(200)
                            .index(index)
                            .planned(128, 10)
                            .events(10, 300, 10, 1)
                            .done(399.5)
                            .build());
            assertThat(WindowAnalysis.of(foreign, mark, CONTEXT).validity().summary())
                    .as("index %d", index)
                    .isEqualTo("LostRequests, ExtraRecords");
        }
        assertThat(WindowAnalysis.of(doubled, Windows.interrupted(mark), CONTEXT)
                        .validity()
                        .summary())
                .isEqualTo("Interrupted, ExtraRecords");
    }

    @Test
    void shortOutputsInvalidateOnlyWhereALengthCouldBeForced() {
        List<RequestRecord> records = Windows.waves(4, 10, 1);
        records.set(
                0,
                Requests.at(0)
                        .planned(128, 10)
                        .events(9, 100, 10, 1)
                        .done(199.5)
                        .build());
        WindowMark mark = Windows.waveMark(4, 10, 1);
        MetricContext forced =
                new MetricContext(CONTEXT.workload(), 4, SloSpec.NONE, "ignore_eos", CONTEXT.latenessBound(), 1);
        assertThat(Windows.analyse(records, mark, CONTEXT).validity().state()).isEqualTo(State.MARKED);
        assertThat(Windows.analyse(records, mark, CONTEXT).validity().summary()).isEqualTo("ShortOutputs");
        assertThat(Windows.analyse(records, mark, forced).validity().summary()).isEqualTo("LengthNotEnforced");
    }

    @Test
    void aRateThatChangesIsComparedWithItsScheduleAndNotWithTheDeclaredRate() {
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(Requests.at(i * 20)
                    .sent(i * 20 + 0.1)
                    .planned(128, 10)
                    .events(10, i * 20 + 50, 10, 1)
                    .build());
        }
        WindowMark even = Windows.open(100, 0, 2000, 2200, 100);
        WindowMark half = new WindowMark(
                false,
                0,
                new Load.Open(100, Arrival.STEPS, 1, 0, "0.5:1h"),
                even.startNanos(),
                even.fullNanos(),
                even.exhaustedNanos(),
                even.endNanos(),
                100,
                1,
                false);
        WindowAnalysis a = Windows.analyse(records, half, CONTEXT);
        assertThat(a.metrics().load().nominalRate()).isEqualTo(50);
        assertThat(a.metrics().load().realisedRate()).isEqualTo(50);
        assertThat(a.metrics().load().deliveredRatio()).isEqualTo(1);
        assertThat(a.validity().reasons()).isEmpty();
    }

    @Test
    void lateSendsOfAnOpenLoopAreClientBoundAndUndelivered() {
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double late = i < 3 ? 20 : 0.1;
            records.add(Requests.at(i * 10)
                    .sent(i * 10 + late)
                    .planned(128, 10)
                    .events(10, i * 10 + 50, 10, 1)
                    .build());
        }
        WindowAnalysis a = Windows.analyse(records, Windows.open(100, 0, 2000, 2200, 200), CONTEXT);
        assertThat(a.metrics().load().deliveredRatio()).isEqualTo(0.985);
        assertThat(a.metrics().load().nominalRate()).isEqualTo(100);
        assertThat(a.metrics().load().realisedRate()).isEqualTo(100);
        assertThat(a.metrics().load().heldRatio()).isNull();
        assertThat(a.validity().reasons())
                .extracting(Validity.Finding::code)
                .containsExactly("RateNotDelivered", "ClientBound");
    }

    @Test
    void theCapOfAnOpenLoopHoldsBackWithoutBlamingTheClient() {
        // One place, a request every 10 ms, each 50 ms long: every send but the first waits for the one before.
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(Requests.at(i * 10)
                    .sent(i * 50)
                    .planned(128, 5)
                    .events(5, i * 50 + 10, 10, 1)
                    .build());
        }
        WindowAnalysis a = Windows.analyse(records, Windows.open(100, 1, 950, 1000, 20), CONTEXT);
        assertThat(a.metrics().load().onTime()).isEqualTo(20);
        assertThat(a.metrics().load().heldBack()).isEqualTo(19);
        assertThat(a.validity().state()).isEqualTo(State.MARKED);
        assertThat(a.validity().summary()).isEqualTo("RateCapped");
        // Waiting is in the latency from the intended instant only.
        assertThat(a.metrics().ttftMs().fromIntended().max()).isEqualTo(19 * 40 + 10);
        assertThat(a.metrics().ttftMs().fromSent().max()).isEqualTo(10);
    }

    @Test
    void requestsThatNeverLeftAsTheCapHeldThemAreCountedToo() {
        // Two places, a request every 10 ms; two are answered, two are in flight at the deadline, the others wait until
        // then.
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            records.add(Requests.at(i * 10)
                    .planned(128, 5)
                    .events(5, i * 10 + 100, 10, 1)
                    .build());
            records.add(Requests.at(20 + i * 10)
                    .sent(140 + i * 10)
                    .failed(Outcome.TIMEOUT, "[WindowTimeout]")
                    .done(1000)
                    .build());
        }
        for (int i = 4; i < 100; i++) {
            records.add(Requests.at(i * 10)
                    .neverSent()
                    .failed(Outcome.TIMEOUT, "[WindowTimeout]")
                    .done(1000)
                    .build());
        }
        WindowAnalysis a = Windows.analyse(records, Windows.open(100, 2, 990, 1000, 100), CONTEXT);
        // One that is due within the lateness bound of the end has not waited.
        assertThat(a.metrics().load().heldBack()).isBetween(95, 98);
        assertThat(a.validity().marks().toString())
                .contains(a.metrics().load().heldBack() + " requests waited")
                .contains("in flight, " + (a.metrics().load().heldBack() - 2) + " of them until the window ended");
        // Without a cap nothing waits for a place, whatever else kept it from leaving.
        WindowAnalysis free = Windows.analyse(records, Windows.open(100, 0, 990, 1000, 100), CONTEXT);
        assertThat(free.metrics().load().heldBack()).isZero();
    }

    @Test
    void requestsThatCouldNotConnectHoldAPlaceAndWaitForNone() {
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            records.add(Requests.at(i * 300)
                    .neverSent()
                    .failed(Outcome.CONNECT, "refused")
                    .done(i * 300 + 1)
                    .build());
            records.add(Requests.at(i * 300)
                    .planned(128, 5)
                    .events(5, i * 300 + 100, 10, 1)
                    .build());
        }
        WindowAnalysis a = Windows.analyse(records, Windows.open(10, 2, 900, 1100, 8), CONTEXT);
        assertThat(a.metrics().load().heldBack()).isZero();
    }

    @Test
    void sloCountsFailuresAsInfinite() {
        SloSpec slo = new SloSpec(List.of(
                new Bound(Metric.TTFT, 50, Duration.ofMillis(100)),
                new Bound(Metric.TTFT, 95, Duration.ofMillis(100)),
                new Bound(Metric.E2EL, 99, Duration.ofMillis(500)),
                new Bound(Metric.TPOT, 50, Duration.ofMillis(9)),
                new Bound(Metric.ITL, 95, Duration.ofMillis(20))));
        MetricContext context = new MetricContext(CONTEXT.workload(), 4, slo, null, CONTEXT.latenessBound(), 1);
        List<RequestRecord> records = Windows.waves(4, 10, 1);
        for (int i = 0; i < 4; i++) {
            records.set(
                    i,
                    Requests.at(0)
                            .planned(128, 10)
                            .failed(Outcome.TIMEOUT, "deadline")
                            .done(199.5)
                            .build());
        }
        WindowMetrics m =
                Windows.analyse(records, Windows.waveMark(4, 10, 1), context).metrics();
        assertThat(m.slo())
                .extracting(SloVerdict::verdict)
                .containsExactly(Verdict.MET, Verdict.MISSED, Verdict.UNDECIDED, Verdict.MISSED, Verdict.MISSED);
        assertThat(m.slo().get(0).attempts()).isEqualTo(40);
        assertThat(m.slo().get(0).valueMs()).isEqualTo(100);
        assertThat(m.slo().get(1).valueMs()).isNull();
        assertThat(m.slo().get(1).reason()).contains("4 of 40");
        assertThat(m.slo().get(2).reason()).contains("40 values").contains("100");
        assertThat(m.slo().get(3).valueMs()).isEqualTo(10);
        Goodput goodput = Objects.requireNonNull(m.goodput());
        assertThat(goodput.good()).isZero();
    }

    @Test
    void goodputIsOverAttemptsAndBoundsAreInclusive() {
        SloSpec slo = new SloSpec(List.of(
                new Bound(Metric.TTFT, 50, Duration.ofMillis(60)), new Bound(Metric.TTFT, 99, Duration.ofMillis(100))));
        MetricContext context = new MetricContext(CONTEXT.workload(), 4, slo, null, CONTEXT.latenessBound(), 1);
        List<RequestRecord> records = Windows.waves(4, 10, 1);
        records.set(
                39, Requests.at(1800).failed(Outcome.CUT, "closed").done(1850).build());
        Goodput goodput = Objects.requireNonNull(Windows.analyse(records, Windows.waveMark(4, 10, 1), context)
                .metrics()
                .goodput());
        assertThat(goodput.good()).isEqualTo(39);
        assertThat(goodput.share()).isEqualTo(39 / 40.0);
        assertThat(goodput.requests()).isEqualTo(36 / 1.8, within(1e-9));
    }

    @Test
    void aTpotThatIsUndefinedDoesNotPassItsBound() {
        SloSpec slo = new SloSpec(List.of(new Bound(Metric.TPOT, 50, Duration.ofMillis(60))));
        MetricContext context = new MetricContext(CONTEXT.workload(), 4, slo, null, CONTEXT.latenessBound(), 1);
        Goodput goodput = Objects.requireNonNull(Windows.analyse(
                        List.of(Requests.at(0)
                                .planned(128, 1)
                                .events(1, 10, 1, 1)
                                .build()),
                        Windows.closed(1, 0, 1, 10, 1),
                        context)
                .metrics()
                .goodput());
        assertThat(goodput.good()).isZero();
        assertThat(goodput.undecided()).isEqualTo(1);
    }

    @Test
    void onePassServesAllWindowsOfATrial() {
        List<RequestRecord> records = new ArrayList<>();
        for (RequestRecord record : Windows.waves(2, 3, 1)) {
            records.add(record);
        }
        records.add(Requests.at(0).iteration(true, 0).events(10, 50, 10, 1).build());
        records.add(Requests.at(0).iteration(false, 1).events(10, 70, 10, 1).build());
        WindowMark mark = Windows.waveMark(2, 3, 1);
        List<WindowAnalysis> windows = WindowAnalysis.of(
                records, List.of(Windows.iteration(mark, true, 0), mark, Windows.iteration(mark, false, 1)), CONTEXT);
        assertThat(windows).extracting(w -> w.metrics().counts().ok()).containsExactly(1, 6, 1);
        assertThat(windows).extracting(w -> w.metrics().ttftMs().shown().mean()).containsExactly(50.0, 100.0, 70.0);
        assertThatThrownBy(() -> WindowAnalysis.of(records, List.of(mark, mark), CONTEXT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
