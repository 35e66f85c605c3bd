package io.infermark.metric;

import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All figures of a window of 10,000 requests with 100 token events each: a million events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DerivationBenchmark {
    private static final int REQUESTS = 10_000;
    private static final int EVENTS = 100;

    private final List<RequestRecord> records = new ArrayList<>();
    private final MetricContext context = MetricContext.of(WorkloadSpec.of(128, EVENTS), 1);
    private WindowMark mark;

    @Setup
    public void build() {
        for (int i = 0; i < REQUESTS; i++) {
            double sent = i / 100 * 1_200.0;
            records.add(Requests.at(sent)
                    .index(i)
                    .iteration(false, 0)
                    .planned(128, EVENTS)
                    .usage(128, EVENTS)
                    .events(EVENTS, sent + 50 + i % 97 / 10.0, 10 + i % 13 / 100.0, 1)
                    .build());
        }
        long end = 130_000L * 1_000_000;
        mark = new WindowMark(false, 0, new Load.Closed(100), 0, 1_000_000, end, end, REQUESTS, 1, false);
    }

    @Benchmark
    public WindowAnalysis millionEvents() {
        return WindowAnalysis.of(records, mark, context);
    }
}
