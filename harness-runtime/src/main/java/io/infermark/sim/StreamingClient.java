package io.infermark.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The thinnest client that can keep many streams of one simulator busy: reads, drops, and asks again. */
final class StreamingClient {
    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] request;
    private int open;
    private @Nullable IOException failure;

    private StreamingClient(String body) {
        String head = "POST /v1/completions HTTP/1.1\r\nHost: sim\r\nContent-Length: " + body.length() + "\r\n\r\n";
        request = (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Opens the connections, then sends the request so many times on each, the next one when the answer has ended.
     *
     * @param body an ASCII body that asks for a stream
     */
    static void run(int port, int streams, int rounds, String body) throws IOException {
        new StreamingClient(body).run(port, streams, rounds);
    }

    private void run(int port, int streams, int rounds) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < streams; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new int[] {rounds});
            }
            open = streams;
            try {
                for (SelectionKey key : selector.keys()) {
                    ((SocketChannel) key.channel()).write(ByteBuffer.wrap(request));
                }
                while (open > 0) {
                    selector.select(this::ready);
                    if (failure != null) {
                        throw failure;
                    }
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private void ready(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                throw new IOException("the simulator closed a stream before its end");
            }
            if (count >= END.length && endsAnswer(count)) {
                int[] left = (int[]) key.attachment();
                if (--left[0] > 0) {
                    channel.write(ByteBuffer.wrap(request));
                } else {
                    open--;
                    key.interestOps(0);
                }
            }
        } catch (IOException failed) {
            failure = failed;
        }
    }

    private boolean endsAnswer(int count) {
        for (int i = 0; i < END.length; i++) {
            if (buffer.get(count - END.length + i) != END[i]) {
                return false;
            }
        }
        return true;
    }
}
