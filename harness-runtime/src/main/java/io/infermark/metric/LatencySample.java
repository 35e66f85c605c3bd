package io.infermark.metric;

import io.infermark.record.RequestRecord;
import org.HdrHistogram.Histogram;

/** Latencies of complete requests, in milliseconds. */
final class LatencySample {
    private static final double NANOS_PER_MILLI = 1e6;

    /** One latency in both its forms. */
    private static final class Pair {
        final DoubleSeries intended = new DoubleSeries();
        final DoubleSeries sent = new DoubleSeries();

        void add(RequestRecord request, long instant) {
            if (instant == RequestRecord.UNSEEN) {
                return;
            }
            intended.add((instant - request.intendedNanos()) / NANOS_PER_MILLI);
            if (request.sentNanos() != RequestRecord.UNSEEN) {
                sent.add((instant - request.sentNanos()) / NANOS_PER_MILLI);
            }
        }

        void absorb(Pair other) {
            intended.addAll(other.intended);
            sent.addAll(other.sent);
        }

        StartLatency latency(StartLatency.Origin origin) {
            return new StartLatency(intended.distribution(), sent.distribution(), origin);
        }

        DoubleSeries shown(StartLatency.Origin origin) {
            return origin == StartLatency.Origin.INTENDED ? intended : sent;
        }
    }

    private final StartLatency.Origin origin;
    private final Pair ttft = new Pair();
    private final Pair ttfat = new Pair();
    private final Pair firstVisible = new Pair();
    private final Pair e2el = new Pair();
    private final Pair streamClose = new Pair();
    private final DoubleSeries tpot = new DoubleSeries();
    private final GapSeries itl = new GapSeries();
    private final GapSeries icl = new GapSeries();
    private int tpotUndefined;
    private int withoutExactEvents;

    LatencySample(StartLatency.Origin origin) {
        this.origin = origin;
    }

    void add(RequestRecord request, RequestFigures figures) {
        ttft.add(request, figures.firstNanos());
        ttfat.add(request, figures.answerNanos());
        firstVisible.add(request, figures.visibleNanos());
        e2el.add(request, figures.lastNanos());
        streamClose.add(request, request.doneNanos());
        if (figures.hasTpot()) {
            tpot.add(figures.tpotNanos() / NANOS_PER_MILLI);
        } else {
            tpotUndefined++;
        }
        if (!figures.exactEvents()) {
            withoutExactEvents++;
        }
        addGaps(request, figures.exactEvents());
    }

    private void addGaps(RequestRecord request, boolean exact) {
        long[] events = request.eventNanos();
        int[] tokens = request.eventTokens();
        long lastWithTokens = events.length > 0 ? events[0] : 0;
        for (int i = 1; i < events.length; i++) {
            icl.add((double) (events[i] - events[i - 1]), 1);
            if (exact && tokens[i] > 0) {
                itl.add((double) (events[i] - lastWithTokens) / tokens[i], tokens[i]);
                lastWithTokens = events[i];
            }
        }
    }

    void absorb(LatencySample other) {
        ttft.absorb(other.ttft);
        ttfat.absorb(other.ttfat);
        firstVisible.absorb(other.firstVisible);
        e2el.absorb(other.e2el);
        streamClose.absorb(other.streamClose);
        tpot.addAll(other.tpot);
        itl.addAll(other.itl);
        icl.addAll(other.icl);
        tpotUndefined += other.tpotUndefined;
        withoutExactEvents += other.withoutExactEvents;
    }

    StartLatency.Origin origin() {
        return origin;
    }

    StartLatency ttft() {
        return ttft.latency(origin);
    }

    StartLatency ttfat() {
        return ttfat.latency(origin);
    }

    StartLatency firstVisible() {
        return firstVisible.latency(origin);
    }

    StartLatency e2el() {
        return e2el.latency(origin);
    }

    StartLatency streamClose() {
        return streamClose.latency(origin);
    }

    /** In the order of arrival of the requests' records. */
    DoubleSeries shownTtft() {
        return ttft.shown(origin);
    }

    DoubleSeries shownE2el() {
        return e2el.shown(origin);
    }

    DoubleSeries shownClose() {
        return streamClose.shown(origin);
    }

    DoubleSeries sentTtft() {
        return ttft.sent;
    }

    DoubleSeries sentE2el() {
        return e2el.sent;
    }

    DoubleSeries tpot() {
        return tpot;
    }

    int tpotUndefined() {
        return tpotUndefined;
    }

    /** Complete requests whose tokens per event are not exactly known. */
    int withoutExactEvents() {
        return withoutExactEvents;
    }

    /** Of the requests with exact events only: to be used as a whole only if there are no others. */
    GapSeries itl() {
        return itl;
    }

    GapSeries icl() {
        return icl;
    }

    /** Nanoseconds. */
    static Histogram histogram(DoubleSeries millis) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < millis.size(); i++) {
            histogram.recordValue(Math.max(0, Math.round(millis.get(i) * NANOS_PER_MILLI)));
        }
        return histogram;
    }
}
