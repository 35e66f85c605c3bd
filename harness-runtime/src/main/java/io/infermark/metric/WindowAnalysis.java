package io.infermark.metric;

import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One load window, analysed: its figures, its verdict, and what a point needs to pool it with others. */
public final class WindowAnalysis {
    private final WindowMark mark;
    private final WindowSample sample;
    private final WindowMetrics metrics;
    private final Validity validity;

    private WindowAnalysis(WindowMark mark, WindowSample sample, WindowMetrics metrics, Validity validity) {
        this.mark = mark;
        this.sample = sample;
        this.metrics = metrics;
        this.validity = validity;
    }

    private static WindowAnalysis analyse(WindowMark mark, WindowSample sample) {
        WindowMetrics metrics = new MetricsAssembly(sample).metrics();
        return new WindowAnalysis(mark, sample, metrics, new ValidityRules(sample, metrics).judge(mark));
    }

    /**
     * The same window with what was observed beside the load.
     *
     * @param found what that adds to the verdict
     */
    public WindowAnalysis with(@Nullable WindowTelemetry telemetry, Validity found) {
        return new WindowAnalysis(mark, sample, metrics.with(telemetry), validity.and(found));
    }

    /**
     * Reads the records once. Records of other windows are passed over.
     *
     * @param records in any order
     */
    public static WindowAnalysis of(Iterable<RequestRecord> records, WindowMark mark, MetricContext context) {
        return of(records, List.of(mark), context).get(0);
    }

    /** The same for all windows of a trial in one pass over its records, in the order of the marks. */
    public static List<WindowAnalysis> of(
            Iterable<RequestRecord> records, List<WindowMark> marks, MetricContext context) {
        Map<Integer, WindowSample> samples = new LinkedHashMap<>();
        for (WindowMark mark : marks) {
            samples.put(number(mark.warmup(), mark.iteration()), new WindowSample(mark, context));
        }
        for (RequestRecord record : records) {
            WindowSample sample = samples.get(number(record.warmup(), record.iteration()));
            if (sample != null) {
                sample.add(record);
            }
        }
        List<WindowAnalysis> analyses = new ArrayList<>();
        for (WindowMark mark : marks) {
            WindowSample sample = samples.get(number(mark.warmup(), mark.iteration()));
            if (sample == null || samples.size() != marks.size()) {
                throw new IllegalArgumentException("two marks for iteration " + mark.iteration());
            }
            sample.complete();
            analyses.add(analyse(mark, sample));
        }
        return analyses;
    }

    /** One number for both, warm-ups below zero. */
    private static int number(boolean warmup, int iteration) {
        return warmup ? ~iteration : iteration;
    }

    /** The bounds it was analysed by. */
    public WindowMark mark() {
        return mark;
    }

    /** The figures. */
    public WindowMetrics metrics() {
        return metrics;
    }

    /** Whether they may be used. */
    public Validity validity() {
        return validity;
    }

    WindowSample sample() {
        return sample;
    }

    /** Histograms in nanoseconds, three digits: {@code ttft}, {@code tpot}, {@code itl} if there is one, {@code icl}, {@code e2el}, {@code stream_close}. */
    public Map<String, Histogram> histograms() {
        LatencySample latencies = sample.latencies;
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        histograms.put("ttft", LatencySample.histogram(latencies.shownTtft()));
        histograms.put("tpot", LatencySample.histogram(latencies.tpot()));
        if (latencies.withoutExactEvents() == 0) {
            histograms.put("itl", latencies.itl().histogram());
        }
        histograms.put("icl", latencies.icl().histogram());
        histograms.put("e2el", LatencySample.histogram(latencies.shownE2el()));
        histograms.put("stream_close", LatencySample.histogram(latencies.shownClose()));
        return histograms;
    }
}
