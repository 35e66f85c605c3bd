package io.infermark.limits;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The physical limits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineLimits {
    private static final int COPY = 64 << 20;
    private static final int EVENT = 200;

    private final byte[] from = new byte[COPY];
    private final byte[] to = new byte[COPY];
    private final ByteBuffer written = ByteBuffer.allocateDirect(EVENT);
    private final ByteBuffer read = ByteBuffer.allocateDirect(EVENT);
    private SocketChannel client;
    private SocketChannel server;

    @Setup(Level.Trial)
    public void connect() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(listener.getLocalAddress());
            server = listener.accept();
        }
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        client.close();
        server.close();
    }

    /** 64 MiB, which no cache holds. */
    @Benchmark
    public byte[] copy64MiB() {
        System.arraycopy(from, 0, to, 0, COPY);
        return to;
    }

    /** One write of an event's size and one read of it, by one thread: the two calls and the way between them. */
    @Benchmark
    public int loopbackWriteAndRead() throws IOException {
        written.clear();
        server.write(written);
        read.clear();
        int count = 0;
        while (count < EVENT) {
            count += client.read(read);
        }
        return count;
    }
}
