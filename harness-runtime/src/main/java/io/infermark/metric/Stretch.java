package io.infermark.metric;

import io.infermark.record.RequestRecord;
import org.jspecify.annotations.Nullable;

/**
 * What complete requests brought between two instants, both included. Where the tokens of single events are not known, a request's tokens are spread evenly over its events.
 * Stretches of several windows add up: their rates are sums over sums.
 */
final class Stretch {
    private final long fromNanos;
    private final long toNanos;
    private double nanos;
    private double requests;
    private double inputTokens;
    private double outputTokens;
    private boolean inputUnknown;
    private boolean outputUnknown;

    Stretch(long fromNanos, long toNanos) {
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
        this.nanos = Math.max(0, toNanos - fromNanos);
    }

    void add(RequestRecord request, RequestFigures figures) {
        if (holds(request.doneNanos())) {
            requests++;
        }
        if (request.usageInputTokens() < 0) {
            inputUnknown = true;
        } else if (holds(figures.firstNanos())) {
            inputTokens += request.usageInputTokens();
        }
        if (figures.outputTokens() < 0) {
            outputUnknown = true;
        } else {
            outputTokens += figures.outputTokens() * shareInside(request, figures);
        }
    }

    private double shareInside(RequestRecord request, RequestFigures figures) {
        long[] events = request.eventNanos();
        if (events.length == 0) {
            return 0;
        }
        if (holds(events[0]) && holds(events[events.length - 1])) {
            return 1;
        }
        boolean weighted = figures.exactEvents() && figures.eventSum() > 0;
        long inside = 0;
        for (int i = 0; i < events.length; i++) {
            if (holds(events[i])) {
                inside += weighted ? request.eventTokens()[i] : 1;
            }
        }
        return (double) inside / (weighted ? figures.eventSum() : events.length);
    }

    private boolean holds(long instant) {
        return instant >= fromNanos && instant <= toNanos;
    }

    void absorb(Stretch other) {
        nanos += other.nanos;
        requests += other.requests;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        inputUnknown |= other.inputUnknown;
        outputUnknown |= other.outputUnknown;
    }

    boolean empty() {
        return nanos <= 0;
    }

    /** Whether a rate has any meaning: time passed, and something completed. */
    boolean supportsRates() {
        return nanos > 0 && requests > 0;
    }

    double seconds() {
        return nanos / 1e9;
    }

    Throughput throughput(int gpus) {
        Double input = inputUnknown ? null : rate(inputTokens);
        Double output = outputUnknown ? null : rate(outputTokens);
        Double total = input == null || output == null ? null : Double.valueOf(input + output);
        return new Throughput(
                seconds(),
                rate(requests),
                input,
                output,
                total,
                perGpu(input, gpus),
                perGpu(output, gpus),
                perGpu(total, gpus),
                gpus);
    }

    private @Nullable Double rate(double amount) {
        return supportsRates() ? Double.valueOf(amount / seconds()) : null;
    }

    private static @Nullable Double perGpu(@Nullable Double rate, int gpus) {
        return rate == null || gpus <= 0 ? null : Double.valueOf(rate / gpus);
    }
}
