package io.infermark.metric;

import io.infermark.api.Arrival;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.util.ArrayList;
import java.util.List;

/** Marks and whole windows for tests; instants in milliseconds. */
public final class Windows {
    private Windows() {}

    public static final MetricContext CONTEXT = MetricContext.of(WorkloadSpec.of(128, 32), 4);

    public static WindowMark closed(int concurrency, double full, double exhausted, double end, int scheduled) {
        return new WindowMark(
                false,
                0,
                new Load.Closed(concurrency),
                0,
                Requests.nanos(full),
                Requests.nanos(exhausted),
                Requests.nanos(end),
                scheduled,
                1,
                false);
    }

    public static WindowMark open(double rate, int cap, double exhausted, double end, int scheduled) {
        return new WindowMark(
                false,
                0,
                new Load.Open(rate, Arrival.CONSTANT, 1, cap),
                0,
                RequestRecord.UNSEEN,
                Requests.nanos(exhausted),
                Requests.nanos(end),
                scheduled,
                1,
                false);
    }

    public static WindowMark interrupted(WindowMark mark) {
        return new WindowMark(
                mark.warmup(),
                mark.iteration(),
                mark.load(),
                mark.startNanos(),
                mark.fullNanos(),
                mark.exhaustedNanos(),
                mark.endNanos(),
                mark.scheduled(),
                mark.seed(),
                true);
    }

    public static WindowMark iteration(WindowMark mark, boolean warmup, int iteration) {
        return new WindowMark(
                warmup,
                iteration,
                mark.load(),
                mark.startNanos(),
                mark.fullNanos(),
                mark.exhaustedNanos(),
                mark.endNanos(),
                mark.scheduled(),
                mark.seed(),
                mark.interrupted());
    }

    /** Lockstep waves: each request 100 ms to the first of 10 tokens, 10 ms each, so 190 ms; the next wave leaves 10 ms later. Slowed by a factor. */
    public static List<RequestRecord> waves(int concurrency, int waves, double factor) {
        List<RequestRecord> records = new ArrayList<>();
        for (int wave = 0; wave < waves; wave++) {
            double start = wave * 200 * factor;
            for (int stream = 0; stream < concurrency; stream++) {
                records.add(Requests.at(start)
                        .index(records.size())
                        .planned(128, 10)
                        .events(10, start + 100 * factor, 10 * factor, 1)
                        .done(start + 199.5 * factor)
                        .build());
            }
        }
        return records;
    }

    public static WindowMark waveMark(int concurrency, int waves, double factor) {
        return closed(
                concurrency,
                0,
                (waves - 1) * 200 * factor,
                (waves - 1) * 200 * factor + 199.5 * factor,
                concurrency * waves);
    }

    /** Analyses records that are not numbered, each by its place in the list. */
    public static WindowAnalysis analyse(List<RequestRecord> records, WindowMark mark, MetricContext context) {
        List<RequestRecord> numbered = new ArrayList<>();
        for (RequestRecord record : records) {
            numbered.add(Requests.copy(record, numbered.size(), record.warmup(), record.iteration(), 0));
        }
        return WindowAnalysis.of(numbered, mark, context);
    }

    public static WindowAnalysis waveWindow(int concurrency, int waves, double factor) {
        return WindowAnalysis.of(waves(concurrency, waves, factor), waveMark(concurrency, waves, factor), CONTEXT);
    }
}
