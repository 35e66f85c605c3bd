package io.infermark.sim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints the simulator's own lateness (write minus due) under closed-loop streams; a program to run by hand, not a
 * test, because its figures depend on the machine. Arguments: numbers of streams, default 1 100 1000.
 */
final class LatenessMeasurement {
    private static final int ROUNDS = 3;
    private static final int TOKENS = 100;
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private LatenessMeasurement() {}

    public static void main(String[] args) throws IOException {
        run(200, false);
        for (String streams : args.length == 0 ? new String[] {"1", "100", "1000"} : args) {
            run(Integer.parseInt(streams), true);
        }
    }

    private static void run(int streams, boolean print) throws IOException {
        SimConfig config = SimConfig.builder()
                .fixed(Duration.ofMillis(200), Duration.ofMillis(10))
                .build();
        try (SimServer server = SimServer.start(config)) {
            long[] before = loopSchedule();
            stream(server.port(), streams);
            long[] after = loopSchedule();
            SimTruth truth = server.truth();
            if (print) {
                System.out.printf(
                        Locale.ROOT,
                        "%5d streams x 100 tok/s, %7d events: lateness p50 %.3f p90 %.3f p99 %.3f p99.9 %.3f max %.3f ms;"
                                + " loop thread ran %.2f s, waited %.2f s for a core%n",
                        streams,
                        truth.eventCount(),
                        truth.latenessNanos(0.5) / 1e6,
                        truth.latenessNanos(0.9) / 1e6,
                        truth.latenessNanos(0.99) / 1e6,
                        truth.latenessNanos(0.999) / 1e6,
                        truth.latenessNanos(1) / 1e6,
                        (after[0] - before[0]) / 1e9,
                        (after[1] - before[1]) / 1e9);
            }
        }
    }

    /** CPU and run-queue wait in nanoseconds of the newest simulator loop thread; zeros where there is no /proc. */
    private static long[] loopSchedule() throws IOException {
        long[] schedule = new long[2];
        long newest = -1;
        if (!Files.isDirectory(TASKS)) {
            return schedule;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                long id = Long.parseLong(task.getFileName().toString());
                if (Files.readString(task.resolve("comm")).startsWith("infermark-sim") && id > newest) {
                    newest = id;
                    String[] fields =
                            Files.readString(task.resolve("schedstat")).trim().split(" ", -1);
                    schedule[0] = Long.parseLong(fields[0]);
                    schedule[1] = Long.parseLong(fields[1]);
                }
            }
        }
        return schedule;
    }

    private static void stream(int port, int streams) throws IOException {
        byte[] body = ("{\"prompt\":\"hello\",\"stream\":true,\"max_tokens\":" + TOKENS + "}")
                .getBytes(StandardCharsets.US_ASCII);
        String head = "POST /v1/completions HTTP/1.1\r\nHost: sim\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] request = (head + new String(body, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < streams; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new int[] {ROUNDS});
            }
            for (SelectionKey key : selector.keys()) {
                ((SocketChannel) key.channel()).write(ByteBuffer.wrap(request));
            }
            int[] open = {streams};
            while (open[0] > 0) {
                selector.select(key -> read(key, buffer, request, open));
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer, byte[] request, int[] open) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            int count = channel.read(buffer);
            if (count >= END.length && endsAnswer(buffer, count)) {
                int[] left = (int[]) key.attachment();
                if (--left[0] > 0) {
                    channel.write(ByteBuffer.wrap(request));
                } else {
                    open[0]--;
                    key.interestOps(0);
                }
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static boolean endsAnswer(ByteBuffer buffer, int count) {
        for (int i = 0; i < END.length; i++) {
            if (buffer.get(count - END.length + i) != END[i]) {
                return false;
            }
        }
        return true;
    }
}
