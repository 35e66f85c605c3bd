package io.infermark.metric;

import static io.infermark.metric.Windows.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.metric.Validity.State;
import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The definitions against streams whose true figures are known: a server that sends its first token after 500 ms and one every 10 ms. */
class DefinitionsTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final Offset<Double> HISTOGRAM = within(0.02);

    private static WindowMetrics one(Requests request) {
        RequestRecord record = request.build();
        return Windows.analyse(List.of(record), Windows.closed(1, 0, 1, record.doneNanos() / 1e6, 1), CONTEXT)
                .metrics();
    }

    @Test
    void plainStreamHasTheTrueFigures() {
        WindowMetrics m = one(Requests.at(0).events(10, 500, 10, 1));
        assertThat(m.ttftMs().shown().mean()).isEqualTo(500);
        assertThat(m.tpotMs().mean()).isEqualTo(10);
        assertThat(m.itlMs().mean()).isEqualTo(10, EXACT);
        assertThat(m.iclMs().mean()).isEqualTo(10, EXACT);
        assertThat(m.e2elMs().shown().mean()).isEqualTo(590);
        assertThat(m.interactivity()).isEqualTo(100);
        assertThat(m.absent()).doesNotContainKeys("itl_ms", "tpot_ms", "icl_ms");
    }

    @Test
    void fourTokensAnEventLeaveTpotExactlyTenAndItlTenAToken() {
        WindowMetrics m = one(Requests.at(0).planned(128, 40).events(10, 530, 40, 4));
        assertThat(m.tpotMs().mean()).isEqualTo(10);
        assertThat(m.itlMs().mean()).isEqualTo(10, EXACT);
        assertThat(m.itlMs().n()).isEqualTo(36);
        assertThat(m.iclMs().mean()).isEqualTo(40, EXACT);
        assertThat(m.iclMs().n()).isEqualTo(9);
    }

    @Test
    void packingWithoutASourceGivesTpotByTheStatedRuleAndNoItl() {
        WindowMetrics m =
                one(Requests.at(0).planned(128, 40).events(10, 530, 40, 4).uncounted());
        assertThat(m.tpotMs().mean()).isEqualTo(360.0 / 39, EXACT);
        assertThat(m.itlMs()).isEqualTo(Distribution.EMPTY);
        assertThat(m.absent().get("itl_ms")).contains("a chunk is not a token");
        assertThat(m.iclMs().n()).isEqualTo(9);
    }

    @Test
    void unevenPackingWeighsItlByTokens() {
        WindowMetrics m = one(Requests.at(0).planned(128, 8).events(new double[] {100, 140, 150}, new int[] {2, 4, 2}));
        // Four tokens at 10 ms and two at 5 ms.
        assertThat(m.itlMs().n()).isEqualTo(6);
        assertThat(m.itlMs().mean()).isEqualTo(50.0 / 6, EXACT);
        assertThat(m.itlMs().p50()).isEqualTo(10, HISTOGRAM);
        assertThat(m.itlMs().min()).isEqualTo(5, EXACT);
        assertThat(m.itlMs().max()).isEqualTo(10, EXACT);
        assertThat(m.tpotMs().mean()).isEqualTo(50.0 / 6, EXACT);
    }

    @Test
    void lateUsageOrDoneIsInStreamCloseOnly() {
        WindowMetrics m = one(Requests.at(0).events(10, 500, 10, 1).done(1590));
        assertThat(m.e2elMs().shown().mean()).isEqualTo(590);
        assertThat(m.tpotMs().mean()).isEqualTo(10);
        assertThat(m.streamCloseMs().shown().mean()).isEqualTo(1590);
    }

    @Test
    void reasoningCountsForTtftButNotForTheFirstAnswerToken() {
        WindowMetrics m = one(Requests.at(0)
                .planned(128, 4)
                .events(4, 500, 10, 1)
                .flag(0, RequestRecord.REASONING)
                .flag(1, RequestRecord.REASONING)
                .flag(2, 0));
        assertThat(m.ttftMs().shown().mean()).isEqualTo(500);
        assertThat(m.ttfatMs().shown().mean()).isEqualTo(520);
        assertThat(m.firstVisibleMs().shown().mean()).isEqualTo(530);
    }

    @Test
    void onlyReasoningHasNoFirstAnswerTokenAndSaysSo() {
        WindowMetrics m =
                one(Requests.at(0).planned(128, 1).events(1, 500, 10, 1).flag(0, RequestRecord.REASONING));
        assertThat(m.ttfatMs().shown().n()).isZero();
        assertThat(m.ttfatMs().shown().mean()).isNull();
        assertThat(m.absent()).containsKeys("ttfat_ms", "first_visible_ms");
    }

    @Test
    void singleTokenHasNoTpotAndIsCounted() {
        WindowMetrics m = one(Requests.at(0).planned(128, 1).events(1, 500, 10, 1));
        assertThat(m.counts().tpotUndefined()).isEqualTo(1);
        assertThat(m.tpotMs().mean()).isNull();
        assertThat(m.interactivity()).isNull();
        assertThat(m.absent()).containsKeys("tpot_ms", "interactivity", "itl_ms", "icl_ms");
    }

    @Test
    void allTokensInOneEventHaveNoTpotEvenWhenNobodyKnowsHowManyCameFirst() {
        WindowMetrics known = one(Requests.at(0).events(1, 500, 0, 32));
        WindowMetrics unknown = one(Requests.at(0).events(1, 500, 0, 32).uncounted());
        assertThat(known.tpotMs().mean()).isNull();
        assertThat(unknown.tpotMs().mean()).isNull();
        assertThat(unknown.counts().tpotUndefined()).isEqualTo(1);
    }

    @Test
    void withoutUsageExactEventsGiveTheTotal() {
        WindowMetrics m =
                one(Requests.at(0).planned(128, 40).events(20, 500, 10, 1).noUsage());
        assertThat(m.outputTokens().mean()).isEqualTo(20);
        assertThat(m.tokens().source()).isEqualTo("events");
        assertThat(m.tpotMs().mean()).isEqualTo(10);
    }

    @Test
    void withoutAnyCountTokensAreAbsentAndNeverThePlannedLength() {
        WindowAnalysis a = Windows.analyse(
                List.of(
                        Requests.at(0)
                                .planned(128, 40)
                                .events(20, 10, 10, 1)
                                .noUsage()
                                .uncounted()
                                .build(),
                        Requests.at(250)
                                .planned(128, 40)
                                .events(20, 260, 10, 1)
                                .noUsage()
                                .uncounted()
                                .build()),
                Windows.closed(1, 0, 250, 450, 2),
                CONTEXT);
        WindowMetrics m = a.metrics();
        assertThat(m.outputTokens().n()).isZero();
        assertThat(m.tokens().outputTotal()).isNull();
        assertThat(m.tokens().uncounted()).isEqualTo(2);
        assertThat(m.throughput().requests()).isEqualTo(4);
        assertThat(m.throughput().outputTokens()).isNull();
        assertThat(m.throughput().totalTokens()).isNull();
        assertThat(m.absent()).containsKeys("throughput.output_tokens", "throughput.input_tokens", "tpot_ms");
        assertThat(a.validity().marks()).extracting(Validity.Finding::code).contains("NoUsage", "NoExactTokens");
    }

    @Test
    void aClaimOfExactnessThatUsageContradictsIsInvalid() {
        RequestRecord record =
                Requests.at(0).usage(128, 33).events(32, 500, 10, 1).build();
        WindowAnalysis a = Windows.analyse(List.of(record), Windows.closed(1, 0, 1, 900, 1), CONTEXT);
        assertThat(a.validity().state()).isEqualTo(State.INVALID);
        assertThat(a.validity().summary()).contains("TokenMismatch");
        assertThat(a.metrics().tokens().firstMismatch()).contains("32 tokens in events (ids), 33 in usage");
    }

    @Test
    void theTokenThatEndedAnOutputByItselfMayStandInUsageOnly() {
        assertThat(mismatches("stop", 33)).isZero();
        assertThat(mismatches("eos", 33)).isZero();
        assertThat(mismatches("stop", 34)).isEqualTo(1);
        assertThat(mismatches("stop", 31)).isEqualTo(1);
        assertThat(mismatches("length", 33)).isEqualTo(1);
        assertThat(mismatches("limit", 33)).isEqualTo(1);
    }

    @Test
    void eachChoiceThatStoppedByItselfMayHaveItsOwn() {
        assertThat(mismatches("stop", 3, 35)).isZero();
        assertThat(mismatches("stop", 3, 32)).isZero();
        assertThat(mismatches("stop", 3, 36)).isEqualTo(1);
        assertThat(mismatches("length", 2, 34)).isZero();
        assertThat(mismatches("length", 2, 35)).isEqualTo(1);
        assertThat(mismatches("length", 0, 33)).isEqualTo(1);
    }

    private static int mismatches(String finishReason, int usage) {
        return mismatches(finishReason, -1, usage);
    }

    private static int mismatches(String finishReason, int stopped, int usage) {
        RequestRecord record = Requests.at(0)
                .source(TokenSource.LOGPROBS)
                .finished(finishReason)
                .stopped(stopped)
                .events(32, 500, 10, 1)
                .usage(128, usage)
                .build();
        return Windows.analyse(List.of(record), Windows.closed(1, 0, 1, 900, 1), CONTEXT)
                .metrics()
                .tokens()
                .mismatches();
    }

    @Test
    void retokenisedTextClaimsNothing() {
        RequestRecord record = Requests.at(0)
                .usage(128, 33)
                .source(TokenSource.RETOKENISED)
                .events(32, 500, 10, 1)
                .build();
        WindowAnalysis a = Windows.analyse(List.of(record), Windows.closed(1, 0, 1, 900, 1), CONTEXT);
        assertThat(a.metrics().tokens().mismatches()).isZero();
        assertThat(a.metrics().absent()).containsKey("itl_ms");
        assertThat(a.validity().usable()).isTrue();
    }

    @Test
    void bothOriginsStandBesideEachOther() {
        WindowMetrics m = one(Requests.at(0).sent(30).events(10, 500, 10, 1));
        assertThat(m.ttftMs().fromIntended().mean()).isEqualTo(500);
        assertThat(m.ttftMs().fromSent().mean()).isEqualTo(470);
        assertThat(m.ttftMs().shown().mean()).isEqualTo(470);
        assertThat(m.clientDelayMs().mean()).isEqualTo(30);
        WindowMetrics open = Windows.analyse(
                        List.of(Requests.at(0).sent(30).events(10, 500, 10, 1).build()),
                        Windows.open(10, 0, 100, 600, 1),
                        CONTEXT)
                .metrics();
        assertThat(open.ttftMs().shown().mean()).isEqualTo(500);
    }

    @Test
    void cacheHitsAreSeenAndMarked() {
        RequestRecord record = Requests.at(0).cached(64).events(32, 500, 10, 1).build();
        WindowAnalysis a = Windows.analyse(List.of(record), Windows.closed(1, 0, 1, 900, 1), CONTEXT);
        assertThat(a.metrics().tokens().cachedTotal()).isEqualTo(64);
        assertThat(a.metrics().tokens().cachedShare()).isEqualTo(0.5);
        assertThat(a.validity().marks()).extracting(Validity.Finding::code).contains("CacheHits");
    }
}
