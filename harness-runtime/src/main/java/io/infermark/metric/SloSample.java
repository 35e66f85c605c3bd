package io.infermark.metric;

import io.infermark.model.SloSpec;
import io.infermark.model.SloSpec.Bound;
import io.infermark.model.SloSpec.Metric;
import io.infermark.record.RequestRecord;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Service level objectives over attempts: a failed request is +∞ in every metric. */
final class SloSample {
    private static final double NANOS_PER_MILLI = 1e6;

    private final SloSpec slo;
    private final StartLatency.Origin origin;
    private final long windowFrom;
    private final long windowTo;
    private int attempts;
    private int failed;
    private long failedTokens;
    private int good;
    private int goodInWindow;
    private int undecided;

    SloSample(SloSpec slo, StartLatency.Origin origin, long windowFrom, long windowTo) {
        this.slo = slo;
        this.origin = origin;
        this.windowFrom = windowFrom;
        this.windowTo = windowTo;
    }

    void addFailed(RequestRecord request) {
        attempts++;
        failed++;
        failedTokens += Math.max(1, request.plannedOutputTokens() - 1);
    }

    void addOk(RequestRecord request, RequestFigures figures) {
        attempts++;
        boolean missed = false;
        boolean undefined = false;
        for (Metric metric : Metric.values()) {
            double limit =
                    slo.requestLimit(metric).map(d -> (double) d.toNanos()).orElse(Double.POSITIVE_INFINITY);
            if (limit == Double.POSITIVE_INFINITY) {
                continue;
            }
            double value = value(metric, request, figures);
            undefined |= Double.isNaN(value);
            missed |= value > limit;
        }
        if (missed) {
            return;
        }
        if (undefined) {
            undecided++;
            return;
        }
        good++;
        if (request.doneNanos() >= windowFrom && request.doneNanos() <= windowTo) {
            goodInWindow++;
        }
    }

    private double value(Metric metric, RequestRecord request, RequestFigures figures) {
        long start = origin == StartLatency.Origin.INTENDED ? request.intendedNanos() : request.sentNanos();
        if (figures.firstNanos() == RequestRecord.UNSEEN || start == RequestRecord.UNSEEN) {
            return RequestFigures.NONE;
        }
        return switch (metric) {
            case TTFT -> (double) (figures.firstNanos() - start);
            case E2EL -> (double) (figures.lastNanos() - start);
            case TPOT -> figures.tpotNanos();
            case ITL -> figures.exactEvents() ? figures.tpotNanos() : RequestFigures.NONE;
        };
    }

    void absorb(SloSample other) {
        attempts += other.attempts;
        failed += other.failed;
        failedTokens += other.failedTokens;
        good += other.good;
        goodInWindow += other.goodInWindow;
        undecided += other.undecided;
    }

    /** Null if nothing is bounded. */
    @Nullable
    Goodput goodput(Stretch window) {
        if (slo.bounds().isEmpty()) {
            return null;
        }
        return new Goodput(
                good,
                attempts,
                undecided,
                attempts == 0 ? null : Double.valueOf((double) good / attempts),
                window.empty() ? null : Double.valueOf(goodInWindow / window.seconds()));
    }

    List<SloVerdict> verdicts(LatencySample latencies) {
        return slo.bounds().stream().map(bound -> verdict(bound, latencies)).toList();
    }

    private SloVerdict verdict(Bound bound, LatencySample latencies) {
        return switch (bound.metric()) {
            case TTFT -> overRequests(bound, latencies.shownTtft());
            case E2EL -> overRequests(bound, latencies.shownE2el());
            case TPOT -> overRequests(bound, latencies.tpot());
            case ITL -> overTokens(bound, latencies);
        };
    }

    private SloVerdict overRequests(Bound bound, DoubleSeries finite) {
        long n = (long) finite.size() + failed;
        if (n < Distribution.minimumN(bound.percentile())) {
            return tooFew(bound, n);
        }
        double[] all = Arrays.copyOf(finite.sorted(), (int) n);
        Arrays.fill(all, finite.size(), all.length, Double.POSITIVE_INFINITY);
        return decided(bound, n, DoubleSeries.percentile(all, bound.percentile()));
    }

    private SloVerdict overTokens(Bound bound, LatencySample latencies) {
        if (latencies.withoutExactEvents() > 0) {
            return new SloVerdict(
                    bound.name(),
                    limitMs(bound),
                    0,
                    null,
                    SloVerdict.Verdict.UNDECIDED,
                    "no exact source of tokens per event, so there is no ITL");
        }
        long finite = latencies.itl().weight();
        long n = finite + failedTokens;
        if (n < Distribution.minimumN(bound.percentile())) {
            return tooFew(bound, n);
        }
        double rank = (double) n * bound.percentile() / 100;
        boolean infinite = finite == 0 || rank > finite;
        return decided(
                bound,
                n,
                infinite ? Double.POSITIVE_INFINITY : latencies.itl().valueAt(rank / finite * 100) / NANOS_PER_MILLI);
    }

    private SloVerdict decided(Bound bound, long n, double value) {
        boolean infinite = value == Double.POSITIVE_INFINITY;
        boolean met = value <= limitMs(bound);
        return new SloVerdict(
                bound.name(),
                limitMs(bound),
                n,
                infinite ? null : Double.valueOf(value),
                met ? SloVerdict.Verdict.MET : SloVerdict.Verdict.MISSED,
                infinite ? failed + " of " + attempts + " attempts failed, and a failure counts as infinite" : null);
    }

    private static SloVerdict tooFew(Bound bound, long n) {
        return new SloVerdict(
                bound.name(),
                limitMs(bound),
                n,
                null,
                SloVerdict.Verdict.UNDECIDED,
                n + " values, but this percentile needs " + Distribution.minimumN(bound.percentile()));
    }

    private static double limitMs(Bound bound) {
        return bound.limit().toNanos() / NANOS_PER_MILLI;
    }
}
