package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.model.RateSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OpenLoopTest {
    private static final Benchmark OPEN = Declarations.benchmark(Declarations.external(
            "com.x.Open",
            List.of(Declarations.row(List.of(1), List.of(), new RateSpec(List.of(20.0), Arrival.POISSON, 1.0)))));

    @TempDir
    Path folder;

    /** Intervals between intended instants of the first measured window. */
    private List<Long> intervals(String out, long seed) throws IOException {
        Path root = folder.resolve(out);
        Runs run;
        try (SimServer sim = Sims.start()) {
            run = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(0)
                            .measurementIterations(1)
                            .requests(12)
                            .seed(seed)
                            .out(root),
                    OPEN);
        }
        assertThat(run.outcome().results()).singleElement().satisfies(result -> {
            assertThat(result.point().load()).startsWith("open loop");
            assertThat(result.trials().get(0).failure()).isNull();
        });
        List<RequestRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root);
                RecordReader reader = RecordReader.open(files.filter(file -> file.endsWith("records.imr"))
                        .findFirst()
                        .orElseThrow())) {
            reader.forEach(record -> {
                if (!record.warmup()) {
                    records.add(record);
                }
            });
        }
        records.sort(Comparator.comparingLong(RequestRecord::intendedNanos));
        List<Long> intervals = new ArrayList<>();
        for (int i = 1; i < records.size(); i++) {
            intervals.add(records.get(i).intendedNanos() - records.get(i - 1).intendedNanos());
        }
        return intervals;
    }

    @Test
    void theScheduleIsDrawnFromTheSeedAlone() throws IOException {
        List<Long> first = intervals("a", 4711);
        assertThat(first).hasSize(11).doesNotHaveDuplicates();
        assertThat(intervals("b", 4711)).isEqualTo(first);
        assertThat(intervals("c", 4712)).isNotEqualTo(first);
    }
}
