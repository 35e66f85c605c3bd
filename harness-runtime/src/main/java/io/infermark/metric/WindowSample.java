package io.infermark.metric;

import io.infermark.model.Load;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is summed up over the records of one window; samples of several windows can be put together. */
final class WindowSample {
    private final MetricContext context;
    private final Load load;
    final LatencySample latencies;
    final TokenSample tokens = new TokenSample();
    final ConnectionSample connections = new ConnectionSample();
    final SloSample slo;
    final UpstreamSample upstream;
    final Stretch window;
    final Stretch steady;
    final Stretch whole;
    private final DoubleSeries clientDelay = new DoubleSeries();
    private final SendDelays delays = new SendDelays();

    /** Requests of this window that have a record, by their place in its schedule: one bit each. */
    private final BitSet withRecord = new BitSet();

    private final SortedMap<String, Integer> failures = new TreeMap<>();
    private @Nullable String firstFailure;
    private final long judgedFrom;
    private final long judgedTo;
    private double requestNanos;
    private double flightNanos;
    private double judgedNanos;
    private double rampNanos;
    private double drainNanos;
    private int full;
    private int windows;
    private int scheduled;
    private int recorded;
    private int surplus;
    private int disordered;
    private int sent;
    private int sentInWindow;
    private int ok;

    WindowSample(WindowMark mark, MetricContext context) {
        this.context = context;
        this.load = mark.load();
        boolean open = load instanceof Load.Open;
        boolean wasFull = mark.fullNanos() != RequestRecord.UNSEEN;
        StartLatency.Origin origin = open ? StartLatency.Origin.INTENDED : StartLatency.Origin.SENT;
        latencies = new LatencySample(origin);
        slo = new SloSample(context.slo(), origin, mark.startNanos(), mark.exhaustedNanos());
        upstream = new UpstreamSample(context.slo());
        window = new Stretch(mark.startNanos(), mark.exhaustedNanos());
        steady = wasFull
                ? new Stretch(mark.fullNanos(), mark.exhaustedNanos())
                : new Stretch(mark.exhaustedNanos(), mark.exhaustedNanos());
        whole = new Stretch(mark.startNanos(), mark.endNanos());
        judgedFrom = wasFull ? mark.fullNanos() : mark.startNanos();
        judgedTo = mark.exhaustedNanos();
        judgedNanos = Math.max(0, judgedTo - judgedFrom);
        rampNanos = wasFull ? mark.fullNanos() - mark.startNanos() : 0;
        drainNanos = mark.endNanos() - mark.exhaustedNanos();
        full = wasFull ? 1 : 0;
        windows = 1;
        scheduled = mark.scheduled();
        upstream.addWindow((mark.endNanos() - mark.startNanos()) / 1e9, mark.scheduled());
    }

    /** An empty sample of the same point. */
    private WindowSample(WindowSample kind) {
        context = kind.context;
        load = kind.load;
        latencies = new LatencySample(kind.latencies.origin());
        slo = new SloSample(context.slo(), kind.latencies.origin(), 0, 0);
        upstream = new UpstreamSample(context.slo());
        window = new Stretch(0, 0);
        steady = new Stretch(0, 0);
        whole = new Stretch(0, 0);
        judgedFrom = 0;
        judgedTo = 0;
    }

    void add(RequestRecord recordedRequest) {
        boolean compatible = context.rules() != ClientRules.NATIVE;
        if (compatible) {
            upstream.addAsInferencex(recordedRequest, context.rules() == ClientRules.INFERENCEX_CHAT);
        }
        RequestRecord request = recordedRequest.tokenEventsOnly();
        recorded++;
        note(request.index());
        connections.add(request);
        if (request.sentNanos() != RequestRecord.UNSEEN) {
            addSend(request);
        } else if (request.outcome() != Outcome.CONNECT) {
            delays.addUnsent(request.intendedNanos(), request.doneNanos());
        }
        RequestFigures figures = RequestFigures.of(request);
        if (!request.ok()) {
            failures.merge(request.outcome().label(), 1, Integer::sum);
            if (firstFailure == null) {
                firstFailure = failureText(request);
            }
            tokens.addFailed(request, figures);
            slo.addFailed(request);
            return;
        }
        ok++;
        if (!inOrder(request, figures.firstNanos())) {
            disordered++;
        }
        requestNanos += Math.max(0, request.doneNanos() - request.sentNanos());
        latencies.add(request, figures);
        tokens.addOk(request, figures);
        slo.addOk(request, figures);
        boolean timed = figures.firstNanos() != RequestRecord.UNSEEN && request.sentNanos() != RequestRecord.UNSEEN;
        if (timed && !compatible) {
            upstream.add(request, figures);
        }
        window.add(request, figures);
        steady.add(request, figures);
        whole.add(request, figures);
    }

    /** Those that are due are the first of the schedule, so an index beyond them is of no request of this window. */
    private void note(int index) {
        if (index < 0 || index >= scheduled || withRecord.get(index)) {
            surplus++;
        } else {
            withRecord.set(index);
        }
    }

    /** Records of requests that had one already, or that were not due. */
    int surplus() {
        return surplus;
    }

    /** Requests that were due and have no record; a surplus one stands for none of them. */
    int withoutRecord() {
        return scheduled - (recorded - surplus);
    }

    private static boolean inOrder(RequestRecord request, long firstNanos) {
        return request.sentNanos() != RequestRecord.UNSEEN
                && request.sentNanos() <= request.doneNanos()
                && (firstNanos == RequestRecord.UNSEEN || request.sentNanos() <= firstNanos);
    }

    /** Complete requests whose answer came before they were sent. */
    int disordered() {
        return disordered;
    }

    private static String failureText(RequestRecord request) {
        String detail = request.detail();
        return "request " + request.requestId() + ": " + request.outcome().label()
                + (request.status() == 0 ? "" : ", HTTP " + request.status()) + (detail == null ? "" : ", " + detail);
    }

    private void addSend(RequestRecord request) {
        sent++;
        clientDelay.add((request.sentNanos() - request.intendedNanos()) / 1e6);
        delays.add(request.intendedNanos(), request.sentNanos(), request.doneNanos());
        if (request.sentNanos() <= judgedTo) {
            sentInWindow++;
        }
        long from = Math.max(request.sentNanos(), judgedFrom);
        long to = Math.min(request.doneNanos(), judgedTo);
        flightNanos += Math.max(0, to - from);
    }

    /** Call once after the last {@link #add}. */
    void complete() {
        delays.replay(load, context.latenessBound().toNanos());
    }

    /** The samples of all windows of a point as one; needs at least one. */
    static WindowSample pooled(List<WindowSample> samples) {
        WindowSample pooled = new WindowSample(samples.get(0));
        samples.forEach(pooled::absorb);
        return pooled;
    }

    UpstreamFigures upstreamFigures() {
        return upstream.figures(
                context.rules() != ClientRules.NATIVE
                        ? upstream.gaps()
                        : UpstreamFigures.latency(latencies.icl(), UpstreamSample.DEFAULT_PERCENTILES),
                UpstreamSample.DEFAULT_PERCENTILES);
    }

    private void absorb(WindowSample other) {
        latencies.absorb(other.latencies);
        tokens.absorb(other.tokens);
        connections.absorb(other.connections);
        slo.absorb(other.slo);
        upstream.absorb(other.upstream);
        window.absorb(other.window);
        steady.absorb(other.steady);
        whole.absorb(other.whole);
        clientDelay.addAll(other.clientDelay);
        delays.absorb(other.delays);
        firstFailure = firstFailure == null ? other.firstFailure : firstFailure;
        other.failures.forEach((label, count) -> failures.merge(label, count, Integer::sum));
        requestNanos += other.requestNanos;
        flightNanos += other.flightNanos;
        judgedNanos += other.judgedNanos;
        rampNanos += other.rampNanos;
        drainNanos += other.drainNanos;
        full += other.full;
        windows += other.windows;
        scheduled += other.scheduled;
        recorded += other.recorded;
        surplus += other.surplus;
        disordered += other.disordered;
        sent += other.sent;
        sentInWindow += other.sentInWindow;
        ok += other.ok;
    }

    MetricContext context() {
        return context;
    }

    Load load() {
        return load;
    }

    SendDelays delays() {
        return delays;
    }

    /** Time that the complete requests were in flight, together, whether in the window or in its drain. */
    double requestSeconds() {
        return requestNanos / 1e9;
    }

    /** The streams of a closed loop together, from first full load until the source had no next request. */
    double streamSeconds() {
        return judgedNanos / 1e9 * ((Load.Closed) load).concurrency();
    }

    Distribution clientDelay() {
        return clientDelay.distribution();
    }

    Counts counts() {
        return new Counts(
                scheduled,
                recorded,
                sent,
                ok,
                recorded - ok,
                failures,
                firstFailure,
                tokens.shortOutputs(),
                tokens.longOutputs(),
                latencies.tpotUndefined());
    }

    /** Over several windows: held concurrency weighted by their length, ramp and drain as means over windows. */
    LoadDelivery delivery() {
        Load.Open open = load instanceof Load.Open arrivals ? arrivals : null;
        Integer requested = requestedConcurrency();
        Double held = judgedNanos > 0 ? Double.valueOf(flightNanos / judgedNanos) : null;
        return new LoadDelivery(
                requested,
                held,
                open == null && requested != null && held != null ? Double.valueOf(held / requested) : null,
                open == null ? null : nominalRate(open),
                open == null || window.empty() ? null : Double.valueOf(sentInWindow / window.seconds()),
                delays.onTime(),
                open == null || scheduled == 0 ? null : Double.valueOf((double) delays.onTime() / scheduled),
                delays.heldBack(),
                full == 0 ? null : Double.valueOf(rampNanos / full / 1e9),
                drainNanos / windows / 1e9);
    }

    /** Of a rate that changes only the schedule tells what was asked for within the window. */
    private @Nullable Double nominalRate(Load.Open open) {
        if (!open.arrival().shaped()) {
            return open.requestsPerSecond();
        }
        return window.empty() ? null : Double.valueOf(scheduled / window.seconds());
    }

    private @Nullable Integer requestedConcurrency() {
        if (load instanceof Load.Open open) {
            return open.maxConcurrency() > 0 ? open.maxConcurrency() : null;
        }
        return ((Load.Closed) load).concurrency();
    }

    /** Whether the requested concurrency was in flight at some instant of every window; of no meaning in an open loop. */
    boolean alwaysFull() {
        return full == windows;
    }
}
