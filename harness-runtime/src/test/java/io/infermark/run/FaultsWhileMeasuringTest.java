package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.Validity;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import io.infermark.result.RunHistory;
import io.infermark.sim.SimServer;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Level;

/** A server that was healthy when it was probed and misbehaves in the second measured window. */
@Timeout(120)
class FaultsWhileMeasuringTest {
    @TempDir
    Path folder;

    private SimServer sim = Sims.start();

    private Benchmark benchmark(String fault) {
        return new Benchmark(Declarations.closed("com.x.Faulty", 2).spec(), () -> new Hooks() {
            private int window;

            @Override
            public void setUp(Level level, Endpoint endpoint) {
                if (level == Level.Iteration && ++window == 3) {
                    int port = sim.port();
                    sim.close();
                    if (!fault.equals("gone")) {
                        sim = Sims.start("port", Integer.toString(port), "fault", fault);
                    }
                }
            }

            @Override
            public void tearDown(Level level, Endpoint endpoint) {}
        });
    }

    @ParameterizedTest
    @CsvSource({"status:500", "status:401", "status:404", "html", "json", "empty", "error@2", "rst@2", "fin@2", "gone"})
    void failuresAreRowsAndThePointIsInvalidAndReadable(String fault) throws IOException {
        Path out = folder.resolve("out");
        Runs run;
        try {
            run = Runs.of(
                    new OptionsBuilder().server(sim.uri().toString()).forks(0).out(out), benchmark(fault));
        } finally {
            sim.close();
        }

        assertThat(run.outcome().exitCode()).as("%s", run).isEqualTo(1);
        PointResult result = run.outcome().results().get(0);
        assertThat(result.validity().state()).isEqualTo(Validity.State.INVALID);
        assertThat(result.validity().reasons()).isNotEmpty();
        assertThat(run.out()).contains("INVALID");
        var windows = result.trials().get(0).measured();
        assertThat(windows).hasSize(2);
        assertThat(windows.get(0).metrics().counts().ok()).isEqualTo(2);
        assertThat(windows.get(1).metrics().counts().failed()).isEqualTo(2);
        assertThat(ResultFiles.readResult(only(out, "result.json")).result()).isEqualTo(result);
        List<RequestRecord> records = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(only(out, "records.imr"))) {
            reader.forEach(records::add);
        }
        assertThat(records).filteredOn(record -> !record.warmup()).hasSize(4);
        assertThat(RunHistory.read(out.resolve("run.jsonl")).trials()).hasSize(1);
        assertThat(out.resolve("report.html")).isNotEmptyFile();
        assertThat(out.resolve("table.txt")).content().contains("INVALID");
    }

    private static Path only(Path below, String name) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            List<Path> found = files.filter(file -> file.endsWith(name)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
