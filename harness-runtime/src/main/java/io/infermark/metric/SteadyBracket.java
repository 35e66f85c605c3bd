package io.infermark.metric;

import io.infermark.model.Load;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Between which rates the steady state of a closed loop lies by all requests of a window, its drain included, and whether the window's own rates lie there.
 *
 * <p>All streams begin together, so a window begins with more prefills than belong to the tokens that come in it, and the answers under way at its end bring the rest in the drain. With many
 * requests a stream that weighs nothing; in a window of one or two lifetimes of a request it can be a third.
 *
 * <p><b>Lower end</b>: tokens of all requests ÷ (start … last end). Prefills and answers are of the same requests there, and the drain, with fewer and fewer streams, can only lower it. <b>Upper
 * end</b>: Little's law, streams × tokens ÷ the time that the requests took, together. A request is rarely slower with fewer streams beside it, so the drain can only raise it. Neither needs
 * to know where a steady stretch begins.
 */
final class SteadyBracket {
    /** How far outside of the bracket a rate may lie. */
    static final double TOLERANCE = 0.10;

    /** So many mean lifetimes of a request: what is missing at the ends is at most one of them, hence at most {@link #TOLERANCE}. */
    static final int LIFETIMES = 10;

    private final WindowSample sample;
    private final WindowMetrics metrics;
    private final int streams;
    private final double upperToLower;

    private SteadyBracket(WindowSample sample, WindowMetrics metrics, int streams) {
        this.sample = sample;
        this.metrics = metrics;
        this.streams = streams;
        upperToLower = Math.max(1, streams * metrics.wholeRun().seconds() / sample.requestSeconds());
    }

    /** A sentence with both numbers and what to do; null if the window stands for its requests, or nothing can be said. */
    static @Nullable String fault(WindowSample sample, WindowMetrics metrics) {
        // With failures the two ends count the work of different requests.
        if (!(sample.load() instanceof Load.Closed closed)
                || metrics.counts().failed() > 0
                || metrics.counts().ok() == 0
                || sample.window.empty()
                || sample.requestSeconds() <= 0) {
            return null;
        }
        return new SteadyBracket(sample, metrics, closed.concurrency()).fault();
    }

    private @Nullable String fault() {
        String output = fault("output", Throughput::outputTokens);
        return output == null ? fault("total", Throughput::totalTokens) : output;
    }

    private @Nullable String fault(String name, Function<Throughput, @Nullable Double> rate) {
        Double lower = rate.apply(metrics.wholeRun());
        if (lower == null || lower <= 0) {
            return null;
        }
        Double stated = rate.apply(metrics.throughput());
        double upper = lower * upperToLower;
        if (stated == null) {
            return say(
                    "no request completed within the window of %.1f s, so that no throughput is stated; with its drain its requests brought %.0f %s tok/s",
                    metrics.throughput().seconds(), lower, name);
        }
        if (stated < (1 - TOLERANCE) * lower) {
            return say(
                    "%s throughput is %.0f tok/s in the window of %.1f s and %.0f tok/s with its drain (%+.0f %%): much of what its requests brought came after it",
                    name, stated, metrics.throughput().seconds(), lower, 100 * (stated / lower - 1));
        }
        if (stated > (1 + TOLERANCE) * upper) {
            return say(
                    "%s throughput is %.0f tok/s in the window of %.1f s and at most %.0f tok/s by the time that its requests took (%+.0f %%): more prompts were read in it than belong to its answers",
                    name, stated, metrics.throughput().seconds(), upper, 100 * (stated / upper - 1));
        }
        return null;
    }

    private String say(String what, Object... arguments) {
        Double lifetimeMs = metrics.e2elMs().fromSent().mean();
        double lifetime =
                lifetimeMs == null ? sample.requestSeconds() / metrics.counts().ok() : lifetimeMs / 1000;
        return String.format(Locale.ROOT, what, arguments)
                + String.format(
                        Locale.ROOT,
                        "; the window has %.1f times the mean E2EL, ask for %d times: -r %.0fs or longer, or -requests %d",
                        metrics.throughput().seconds() / lifetime,
                        LIFETIMES,
                        Math.max(1, Math.ceil(LIFETIMES * lifetime)),
                        LIFETIMES * streams);
    }
}
