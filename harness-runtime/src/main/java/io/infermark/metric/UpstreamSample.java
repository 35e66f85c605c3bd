package io.infermark.metric;

import io.infermark.model.SloSpec;
import io.infermark.model.SloSpec.Metric;
import io.infermark.record.RequestRecord;
import java.util.List;

/** Collects {@link UpstreamFigures}. */
final class UpstreamSample {
    /** Those that the client prints unless told otherwise. */
    static final List<Double> DEFAULT_PERCENTILES = List.of(90.0, 99.0, 99.9);

    private static final double NANOS_PER_MILLI = 1e6;

    private final DoubleSeries ttft = new DoubleSeries();
    private final DoubleSeries tpot = new DoubleSeries();
    private final DoubleSeries e2el = new DoubleSeries();

    /** Filled in compatible mode only. */
    private final DoubleSeries itl = new DoubleSeries();

    private final double ttftLimit;
    private final double tpotLimit;
    private final double e2elLimit;
    private int attempts;
    private int good;
    private int completed;
    private double seconds;
    private long input;
    private long output;
    private int outputUnknown;

    UpstreamSample(SloSpec slo) {
        ttftLimit = limitMs(slo, Metric.TTFT);
        tpotLimit = limitMs(slo, Metric.TPOT);
        e2elLimit = limitMs(slo, Metric.E2EL);
    }

    private static double limitMs(SloSpec slo, Metric metric) {
        return slo.requestLimit(metric)
                .map(limit -> limit.toNanos() / NANOS_PER_MILLI)
                .orElse(Double.POSITIVE_INFINITY);
    }

    void addWindow(double windowSeconds, int scheduled) {
        seconds += windowSeconds;
        attempts += scheduled;
    }

    void add(RequestRecord request, RequestFigures figures) {
        double first = (figures.firstNanos() - request.sentNanos()) / NANOS_PER_MILLI;
        double last = (figures.lastNanos() - request.sentNanos()) / NANOS_PER_MILLI;
        if (figures.outputTokens() < 0) {
            outputUnknown++;
        }
        add(first, last, Math.max(0, figures.outputTokens()), Math.max(0, request.usageInputTokens()));
    }

    /** A complete request: milliseconds and tokens. */
    void add(double ttftMs, double e2elMs, int outputTokens, int inputTokens) {
        completed++;
        ttft.add(ttftMs);
        e2el.add(e2elMs);
        double tpotMs = outputTokens > 1 ? (e2elMs - ttftMs) / (outputTokens - 1) : 0;
        if (outputTokens > 1) {
            tpot.add(tpotMs);
        }
        if (ttftMs <= ttftLimit && tpotMs <= tpotLimit && e2elMs <= e2elLimit) {
            good++;
        }
        output += outputTokens;
        input += inputTokens;
    }

    /** By the rules of that client: see {@link InferencexRequest}. */
    void addAsInferencex(RequestRecord record, boolean chat) {
        InferencexRequest request = InferencexRequest.of(record, chat);
        if (!request.success()) {
            return;
        }
        for (double gap : request.gapsMs()) {
            itl.add(gap);
        }
        if (request.outputTokens() == 0) {
            outputUnknown++;
        }
        add(request.ttftMs(), request.latencyMs(), request.outputTokens(), record.plannedInputTokens());
    }

    UpstreamFigures.Latency gaps() {
        return UpstreamFigures.latency(itl, DEFAULT_PERCENTILES);
    }

    void absorb(UpstreamSample other) {
        itl.addAll(other.itl);
        ttft.addAll(other.ttft);
        tpot.addAll(other.tpot);
        e2el.addAll(other.e2el);
        attempts += other.attempts;
        completed += other.completed;
        good += other.good;
        seconds += other.seconds;
        input += other.input;
        output += other.output;
        outputUnknown += other.outputUnknown;
    }

    UpstreamFigures figures(UpstreamFigures.Latency itl, List<Double> percentiles) {
        return new UpstreamFigures(
                attempts,
                completed,
                good,
                seconds,
                input,
                output,
                outputUnknown,
                UpstreamFigures.latency(ttft, percentiles),
                UpstreamFigures.latency(tpot, percentiles),
                itl,
                UpstreamFigures.latency(e2el, percentiles));
    }
}
