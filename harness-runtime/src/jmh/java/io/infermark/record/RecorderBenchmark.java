package io.infermark.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A request of {@value #EVENTS} token events into a record file, as the event loop does it; the score is of one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecorderBenchmark {
    private static final int EVENTS = 128;
    private static final RequestRecord HEAD = new RequestRecord(
            0,
            false,
            0,
            "request-0",
            0,
            1_000,
            2_000,
            0,
            true,
            Transport.HTTP_1_1,
            3_000,
            9_000,
            200,
            Outcome.OK,
            null,
            "length",
            0,
            128,
            EVENTS,
            128,
            EVENTS,
            -1,
            TokenSource.IDS,
            new long[0],
            new int[0],
            new byte[0]);

    private final EventLog log = new EventLog();
    private Path file;
    private RecordWriter writer;
    private RecordLane lane;

    @Setup(Level.Iteration)
    public void open() throws IOException {
        file = Files.createTempFile("records", ".imr");
        Files.delete(file);
        writer = RecordWriter.create(file, RecordEpoch.now());
        lane = writer.lane();
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        writer.close();
        Files.delete(file);
    }

    /** What a token event costs: the log alone. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int log() {
        log.reset(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            log.add(i * 10_000_000L, 1, RequestRecord.VISIBLE);
        }
        return log.size();
    }

    /** The same with the row that goes to the writer's thread at the end. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int logAndRow() {
        int size = log();
        lane.append(HEAD, log);
        return size;
    }
}
