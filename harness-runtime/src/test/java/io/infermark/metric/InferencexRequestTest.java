package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import io.infermark.record.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A recorded request as InferenceX's client would have kept it. */
class InferencexRequestTest {
    private static final long MS = 1_000_000;

    /** Sent at 10 ms. */
    private static RequestRecord record(
            Outcome outcome, @Nullable String detail, int usage, long[] millis, int[] tokens, int... flags) {
        long[] nanos = new long[millis.length];
        byte[] kinds = new byte[millis.length];
        for (int i = 0; i < millis.length; i++) {
            nanos[i] = millis[i] * MS;
            kinds[i] = (byte) flags[i];
        }
        return new RequestRecord(
                0,
                false,
                0,
                "id",
                0,
                0,
                10 * MS,
                0,
                true,
                Transport.HTTP_1_1,
                11 * MS,
                99 * MS,
                200,
                outcome,
                detail,
                null,
                0,
                5,
                8,
                7,
                usage,
                -1,
                TokenSource.NONE,
                nanos,
                tokens,
                kinds);
    }

    /** A role, two tokens, usage. */
    private static RequestRecord whole() {
        return record(
                Outcome.OK,
                null,
                2,
                new long[] {20, 50, 60, 65},
                new int[] {0, -1, -1, 0},
                0,
                RequestRecord.VISIBLE,
                RequestRecord.VISIBLE,
                RequestRecord.TOTALS + RequestRecord.USAGE);
    }

    @Test
    void aRoleIsTheFirstEventAndUsageEndsAChatOnly() {
        InferencexRequest completion = InferencexRequest.of(whole(), false);
        assertThat(completion.ttftMs()).isEqualTo(10);
        assertThat(completion.latencyMs()).isEqualTo(50);
        assertThat(completion.gapsMs()).containsExactly(30, 10);
        assertThat(completion.outputTokens()).isEqualTo(2);
        InferencexRequest chat = InferencexRequest.of(whole(), true);
        assertThat(chat.ttftMs()).isEqualTo(10);
        assertThat(chat.latencyMs()).isEqualTo(55);
    }

    @Test
    void usageBesideChoicesIsNotSeen() {
        RequestRecord record = record(
                Outcome.OK,
                null,
                9,
                new long[] {20, 30},
                new int[] {1, 1},
                RequestRecord.VISIBLE,
                RequestRecord.VISIBLE);
        assertThat(InferencexRequest.of(record, false).outputTokens()).isZero();
    }

    @Test
    void aStreamThatJustEndsOrHoldsAnErrorIsASuccess() {
        RequestRecord ended = record(
                Outcome.MALFORMED,
                "[StreamIncomplete] the answer ended after 1 events",
                -1,
                new long[] {20},
                new int[] {-1},
                RequestRecord.VISIBLE);
        assertThat(InferencexRequest.of(ended, false).success()).isTrue();
        RequestRecord error = record(
                Outcome.STREAM_ERROR, "[StreamError] boom", -1, new long[] {20}, new int[] {-1}, RequestRecord.VISIBLE);
        assertThat(InferencexRequest.of(error, false).success()).isTrue();
    }

    @Test
    void aCutOrUnreadableStreamIsAFailure() {
        for (Outcome outcome : new Outcome[] {Outcome.CUT, Outcome.MALFORMED, Outcome.TIMEOUT, Outcome.HTTP_STATUS}) {
            RequestRecord record =
                    record(outcome, "[EventMalformed]", 5, new long[] {20}, new int[] {-1}, RequestRecord.VISIBLE);
            assertThat(InferencexRequest.of(record, false).success())
                    .as("%s", outcome)
                    .isFalse();
            assertThat(InferencexRequest.of(record, true).success())
                    .as("%s", outcome)
                    .isFalse();
        }
    }

    @Test
    void nothingAtAllIsAFailureButForChat() {
        RequestRecord record = record(Outcome.EMPTY, "[StreamEmpty]", -1, new long[0], new int[0]);
        assertThat(InferencexRequest.of(record, false).success()).isFalse();
        InferencexRequest chat = InferencexRequest.of(record, true);
        assertThat(chat.success()).isTrue();
        assertThat(chat.latencyMs()).isZero();
    }

    @Test
    void nativeFiguresSeeTokenEventsOnly() {
        RequestRecord tokens = whole().tokenEventsOnly();
        assertThat(tokens.eventNanos()).containsExactly(50 * MS, 60 * MS);
        assertThat(tokens.eventTokens()).containsExactly(-1, -1);
        assertThat(tokens.usageOutputTokens()).isEqualTo(2);
        assertThat(RequestFigures.of(tokens).firstNanos()).isEqualTo(50 * MS);
        assertThat(tokens.tokenEventsOnly()).isSameAs(tokens);
    }
}
