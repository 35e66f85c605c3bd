package io.infermark.metric;

import io.infermark.metric.Validity.Code;
import io.infermark.model.Load;
import io.infermark.record.WindowMark;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a window is judged; {@link Code} says which of them invalidate. The held concurrency is a rule in a closed loop and the delivered rate in an open one; the
 * realised rate of a random process is none.
 */
final class ValidityRules {
    /** Both 99 % rules. */
    private static final double REQUIRED_SHARE = 0.99;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double INPUT_TOLERANCE = 0.10;
    private static final double CACHE_TOLERANCE = 0.01;

    private final WindowSample sample;
    private final WindowMetrics metrics;
    private Validity validity = Validity.OK;

    ValidityRules(WindowSample sample, WindowMetrics metrics) {
        this.sample = sample;
        this.metrics = metrics;
    }

    Validity judge(WindowMark mark) {
        judgeOutcomes(mark);
        if (sample.load() instanceof Load.Open) {
            judgeOpenLoop();
        } else {
            judgeClosedLoop(mark.warmup());
        }
        if (metrics.counts().ok() > 0) {
            judgeTokens();
            judgeLengths();
        }
        return validity;
    }

    private void find(Code code, String message, @Nullable Object... arguments) {
        validity = validity.with(code, String.format(Locale.ROOT, message, arguments));
    }

    private void judgeOutcomes(WindowMark mark) {
        Counts counts = metrics.counts();
        if (mark.interrupted()) {
            find(
                    Code.INTERRUPTED,
                    "the window was cut short: %d of %d requests completed",
                    counts.ok(),
                    counts.scheduled());
        }
        if (counts.ok() == 0) {
            find(Code.NO_SUCCESS, "none of %d requests succeeded%s", counts.recorded(), byClass(counts));
        } else if (counts.failed() > 0) {
            find(Code.FAILURES, "%d of %d requests failed%s", counts.failed(), counts.recorded(), byClass(counts));
        }
        if (!mark.interrupted() && sample.withoutRecord() > 0) {
            find(
                    Code.LOST_REQUESTS,
                    "%d of %d requests that were due have no record",
                    sample.withoutRecord(),
                    counts.scheduled());
        }
        if (sample.surplus() > 0) {
            find(
                    Code.EXTRA_RECORDS,
                    "%d of %d records are of requests that have another one or were not due, which %d were; please report it",
                    sample.surplus(),
                    counts.recorded(),
                    counts.scheduled());
        }
        if (sample.disordered() > 0) {
            find(
                    Code.DISORDERED_RECORDS,
                    "the answer to %d of %d complete requests came before they were sent: the server answers before it has the request, or an instant is wrong",
                    sample.disordered(),
                    counts.ok());
        }
        if (counts.ok() > 0 && counts.ok() < sample.context().minRequests()) {
            find(
                    Code.SHORT_WINDOW,
                    "%d complete requests, the floor is %d",
                    counts.ok(),
                    sample.context().minRequests());
        }
    }

    private static String byClass(Counts counts) {
        return counts.failures().isEmpty()
                ? ""
                : ": " + counts.failures().toString().replaceAll("[{}]", "").replace("=", " ") + "; first "
                        + counts.firstFailure();
    }

    private void judgeClosedLoop(boolean warmup) {
        LoadDelivery load = metrics.load();
        Double ratio = load.heldRatio();
        if (!sample.alwaysFull()) {
            find(
                    Code.CONCURRENCY_NOT_HELD,
                    "%d streams were asked for and never in flight together; send at least that many requests, or see why streams did not start",
                    load.requestedConcurrency());
        } else if (ratio == null) {
            find(
                    Code.NO_STEADY_STRETCH,
                    "the last request left as soon as the load was full; ask for more than %d requests",
                    load.requestedConcurrency());
        } else if (ratio < REQUIRED_SHARE) {
            find(
                    Code.CONCURRENCY_NOT_HELD,
                    "%.2f of %d streams were in flight on average (%.1f %%, at least 99 %% is needed)%s",
                    load.heldConcurrency(),
                    load.requestedConcurrency(),
                    LoadDelivery.percent(ratio),
                    connecting());
        }
        // A warm-up window is short on purpose, and nobody reads its rates.
        String skewed = warmup ? null : SteadyBracket.fault(sample, metrics);
        if (skewed != null) {
            validity = validity.with(Code.WINDOW_SKEWED, skewed);
        }
    }

    /** What the streams did meanwhile, if most had to open a connection for each request. */
    private String connecting() {
        ConnectionFigures connections = sample.connections.figures();
        int sent = metrics.counts().sent();
        Double mean = connections.connectMs().mean();
        if (mean == null || 2 * connections.opened() <= sent) {
            return "";
        }
        double share = connections.opened() * mean / 1000 / sample.streamSeconds();
        Double held = metrics.load().heldRatio();
        boolean most = held != null && 2 * share > 1 - held;
        return String.format(
                Locale.ROOT,
                ". %d of %d requests opened a connection, %.2f ms on average, and a stream that connects is not in flight: about %.1f %% of the streams' time%s."
                        + " -keepConnections false and servers that close after each answer want longer answers",
                connections.opened(),
                sent,
                mean,
                100 * share,
                most ? ", most of what is missing, which is not the load generator's" : "");
    }

    private void judgeOpenLoop() {
        LoadDelivery load = metrics.load();
        Double delivered = load.deliveredRatio();
        double boundMs = sample.context().latenessBound().toNanos() / NANOS_PER_MILLI;
        if (delivered != null && delivered < REQUIRED_SHARE) {
            find(
                    Code.RATE_NOT_DELIVERED,
                    "%d of %d sends left within %.1f ms after they were due (%.1f %%, at least 99 %% is needed)",
                    load.onTime(),
                    metrics.counts().scheduled(),
                    boundMs,
                    LoadDelivery.percent(delivered));
        }
        if (load.heldBack() > 0) {
            int never = sample.delays().heldToTheEnd();
            find(
                    Code.RATE_CAPPED,
                    "%d requests waited for a place under the cap of %d in flight%s; latencies from the intended instant include that wait",
                    load.heldBack(),
                    load.requestedConcurrency(),
                    never == 0 ? "" : ", " + never + " of them until the window ended, and were never sent");
        }
        Double medianTtft = metrics.ttftMs().fromIntended().p50();
        double limitMs = Math.max(1, 0.01 * (medianTtft == null ? 0 : medianTtft));
        double lateMs = sample.delays().p99Nanos() / NANOS_PER_MILLI;
        if (lateMs > limitMs) {
            find(
                    Code.CLIENT_BOUND,
                    "p99 of sent - due is %.3f ms, above %.3f ms: the load generator is measured, not the server",
                    lateMs,
                    limitMs);
        }
    }

    private void judgeTokens() {
        TokenCounts tokens = metrics.tokens();
        if (tokens.mismatches() > 0) {
            find(
                    Code.TOKEN_MISMATCH,
                    "event tokens and usage differ in %d of %d requests, first %s",
                    tokens.mismatches(),
                    metrics.counts().ok(),
                    tokens.firstMismatch());
        }
        if (tokens.withoutUsage() > 0) {
            find(
                    Code.NO_USAGE,
                    "no usage for %d of %d requests%s",
                    tokens.withoutUsage(),
                    metrics.counts().ok(),
                    tokens.uncounted() > 0
                            ? "; the output length of " + tokens.uncounted() + " is not known"
                            : "; tokens were summed from events");
        }
        int inexact = sample.latencies.withoutExactEvents();
        if (inexact > 0) {
            find(
                    Code.NO_EXACT_TOKENS,
                    "no exact tokens per event for %d of %d requests (%s): ITL is absent, TPOT takes the first event for one token",
                    inexact,
                    metrics.counts().ok(),
                    tokens.perEvent().toString().replaceAll("[{}]", "").replace("=", " "));
        }
        Double cached = tokens.cachedShare();
        if (cached != null && cached > sample.context().cachedShare() + CACHE_TOLERANCE) {
            find(Code.CACHE_HITS, "%.1f %% of the prompt tokens came from the server's prefix cache", 100 * cached);
        }
    }

    private void judgeLengths() {
        Counts counts = metrics.counts();
        String means = sample.context().fixedLengthBy();
        if (counts.shortOutputs() > 0 && means != null) {
            find(
                    Code.LENGTH_NOT_ENFORCED,
                    "%d of %d outputs are shorter than planned although %s was sent",
                    counts.shortOutputs(),
                    counts.ok(),
                    means);
        } else if (counts.shortOutputs() > 0) {
            find(
                    Code.SHORT_OUTPUTS,
                    "%d of %d outputs are shorter than planned (mean %.1f tokens); this endpoint has no means to force a length",
                    counts.shortOutputs(),
                    counts.ok(),
                    metrics.outputTokens().mean());
        }
        if (counts.longOutputs() > 0) {
            find(Code.LONG_OUTPUTS, "%d of %d outputs are longer than planned", counts.longOutputs(), counts.ok());
        }
        double ratio = sample.tokens.inputRatio();
        if (Math.abs(ratio - 1) > INPUT_TOLERANCE) {
            find(
                    Code.INPUT_LENGTH,
                    "prompts had %.1f tokens on average, %+.1f %% from plan",
                    metrics.inputTokens().mean(),
                    100 * (ratio - 1));
        }
    }
}
