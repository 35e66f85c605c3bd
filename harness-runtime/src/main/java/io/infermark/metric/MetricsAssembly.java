package io.infermark.metric;

import io.infermark.model.Load;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the figures of a sample together, and the reasons for those that are not there. */
final class MetricsAssembly {
    private final WindowSample sample;
    private final SortedMap<String, String> absent = new TreeMap<>();

    MetricsAssembly(WindowSample sample) {
        this.sample = sample;
    }

    WindowMetrics metrics() {
        Counts counts = sample.counts();
        TokenCounts tokens = sample.tokens.counts();
        Distribution tpot = sample.latencies.tpot().distribution();
        Distribution itl = itl(counts);
        Throughput throughput = throughput(sample.window, "throughput", tokens);
        explainLatencies(counts, tpot);
        explainTokens(counts, tokens);
        return new WindowMetrics(
                counts,
                sample.latencies.ttft(),
                sample.latencies.ttfat(),
                sample.latencies.firstVisible(),
                tpot,
                itl,
                sample.latencies.icl().distribution(),
                sample.latencies.e2el(),
                sample.latencies.streamClose(),
                sample.clientDelay(),
                throughput,
                steady(),
                throughput(sample.whole, "whole_run", tokens),
                interactivity(tpot),
                delivery(),
                tokens,
                sample.tokens.inputTokens(),
                sample.tokens.outputTokens(),
                sample.slo.goodput(sample.window),
                sample.slo.verdicts(sample.latencies),
                sample.connections.figures(),
                absent,
                null);
    }

    private Distribution itl(Counts counts) {
        int inexact = sample.latencies.withoutExactEvents();
        if (inexact > 0) {
            absent.put(
                    "itl_ms",
                    "tokens of single events are not known for " + inexact + " of " + counts.ok()
                            + " requests, and a chunk is not a token; icl_ms has the gaps between events");
            return Distribution.EMPTY;
        }
        Distribution itl = sample.latencies.itl().distribution();
        if (itl.n() == 0) {
            absent.put("itl_ms", counts.ok() == 0 ? noSuccess() : "no request had a second event");
        }
        return itl;
    }

    private static String noSuccess() {
        return "no request succeeded";
    }

    private void explainLatencies(Counts counts, Distribution tpot) {
        if (counts.ok() == 0) {
            for (String name : new String[] {
                "ttft_ms", "ttfat_ms", "first_visible_ms", "tpot_ms", "icl_ms", "e2el_ms", "stream_close_ms"
            }) {
                absent.put(name, noSuccess());
            }
            return;
        }
        if (tpot.n() == 0) {
            absent.put(
                    "tpot_ms",
                    "undefined for all " + counts.ok()
                            + " requests: none has an output count and a token after its first event");
        }
        if (sample.latencies.icl().weight() == 0) {
            absent.put("icl_ms", "no request had a second event");
        }
        if (sample.latencies.ttfat().fromSent().n() == 0) {
            absent.put("ttfat_ms", "no answer token came: all tokens were reasoning");
        }
        if (sample.latencies.firstVisible().fromSent().n() == 0) {
            absent.put("first_visible_ms", "no event had visible text");
        }
    }

    private void explainTokens(Counts counts, TokenCounts tokens) {
        if (counts.ok() > 0 && tokens.cachedTotal() == null) {
            absent.put("tokens.cached_total", "the server did not say how much of a prompt came from its cache");
        }
        if (sample.context().slo().bounds().isEmpty()) {
            absent.put("goodput", "no service level objective is declared");
        }
    }

    private Throughput throughput(Stretch stretch, String name, TokenCounts tokens) {
        Throughput throughput = stretch.throughput(sample.context().gpus());
        if (throughput.requests() == null) {
            absent.put(
                    name,
                    stretch.empty()
                            ? "the stretch has no length: the source was exhausted at once"
                            : "no request completed within the stretch of " + round(stretch.seconds()) + " s");
            return throughput;
        }
        if (throughput.outputTokens() == null) {
            absent.put(
                    name + ".output_tokens",
                    "the output length of " + tokens.uncounted()
                            + " requests is not known: no usage and no exact events");
        }
        if (throughput.inputTokens() == null) {
            absent.put(name + ".input_tokens", "the server did not send the prompt length of every request");
        }
        if (sample.context().gpus() <= 0) {
            absent.put(name + ".per_gpu", "the number of GPUs is not known");
        }
        return throughput;
    }

    private @Nullable Throughput steady() {
        if (sample.steady.supportsRates()) {
            return sample.steady.throughput(sample.context().gpus());
        }
        absent.put(
                "steady",
                sample.load() instanceof Load.Closed
                        ? "no request completed between the first full load and the end of the source"
                        : "an open loop has no concurrency that could be full");
        return null;
    }

    private @Nullable Double interactivity(Distribution tpot) {
        Double median = tpot.p50();
        if (median != null && median > 0) {
            return 1000 / median;
        }
        absent.put("interactivity", median == null ? "there is no TPOT" : "the median TPOT is zero");
        return null;
    }

    private LoadDelivery delivery() {
        LoadDelivery delivery = sample.delivery();
        if (delivery.heldConcurrency() == null) {
            absent.put(
                    "load.held_concurrency",
                    "the source was exhausted before the load had been full for any time, so there is no stretch to average over");
        }
        if (delivery.heldRatio() == null) {
            absent.put(
                    "load.held_ratio",
                    sample.load() instanceof Load.Closed
                            ? "see load.held_concurrency"
                            : "an open loop asks for a rate, not for a concurrency");
        }
        if (delivery.deliveredRatio() == null) {
            absent.put(
                    "load.delivered_ratio",
                    sample.load() instanceof Load.Closed
                            ? "a closed loop has no schedule of sends"
                            : "no request was scheduled");
        }
        return delivery;
    }

    private static double round(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
