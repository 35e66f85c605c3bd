package io.infermark.load;

import io.infermark.platform.SocketLimits;
import io.infermark.record.RecordEpoch;
import io.infermark.record.RecordWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** A body part from the HTTP client's buffer to the event log: copy, scan, classify, record. The score is of one event; the stream's own objects are in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BodyPartBenchmark {
    private static final int EVENTS = 1024;

    private final HashedWheelTimer timer = new HashedWheelTimer();
    private RecordWriter writer;
    private ClientLoop client;
    private ByteBuf part;

    @Setup(Level.Trial)
    public void open() {
        RecordEpoch epoch = RecordEpoch.now();
        writer = RecordWriter.discarding(epoch);
        SourceAddresses sources = new SourceAddresses(SocketLimits.ofThisProcess(), ConnectionOptions.DEFAULT);
        client = new ClientLoop(0, LoadOptions.DEFAULT, null, sources, timer, epoch, writer.lane());
        byte[] event = ("data: {\"id\":\"cmpl-0123456789abcdef\",\"object\":\"text_completion\",\"created\":1795561847,"
                        + "\"model\":\"model\",\"choices\":[{\"index\":0,\"text\":\" token\",\"logprobs\":null,"
                        + "\"finish_reason\":null}]}\n\n")
                .getBytes(StandardCharsets.UTF_8);
        part = PooledByteBufAllocator.DEFAULT.directBuffer(event.length).writeBytes(event);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        part.release();
        client.close();
        writer.close();
        timer.stop();
    }

    /** Each event is a part of its own. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean part() {
        Exchange exchange = new Exchange(client);
        new StreamAttempt(exchange, false, false).answered(200, "text/event-stream", null, 0);
        boolean more = true;
        for (int i = 0; i < EVENTS; i++) {
            more &= exchange.body(part, i);
        }
        return more;
    }
}
