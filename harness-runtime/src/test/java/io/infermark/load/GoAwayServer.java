package io.infermark.load;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/2 server on raw sockets, a thread a connection. The first connection waits for a number of requests, then says GOAWAY with the first of them as the last that it takes,
 * answers that one and nothing more; further connections answer all.
 */
final class GoAwayServer implements AutoCloseable {
    private static final int PREFACE = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final byte[] REFUSED_STREAM = {0, 0, 0, 7};
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** RFC 7541: :status by the index of its name, and a value. */
    private static final byte[] REFUSAL = {0x08, 3, '4', '1', '3'};

    /** :status 200 by its index. */
    private static final byte[] PLAIN = {(byte) 0x88};

    /** With content-encoding by the index of its name. */
    private static final byte[] GZIP = {(byte) 0x88, 0x0f, 0x0b, 4, 'g', 'z', 'i', 'p'};

    private static final String STREAM = """
            data: {"choices":[{"index":0,"text":"a","finish_reason":null}]}

            data: {"choices":[{"index":0,"text":"","finish_reason":"length"}],"usage":{"prompt_tokens":4,"completion_tokens":1}}

            data: [DONE]

            """;

    /** What went wrong in it. */
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** Requests that came, whether they were taken or not. */
    final AtomicInteger requests = new AtomicInteger();

    final AtomicInteger connections = new AtomicInteger();
    private final int beforeGoAway;
    private final Way way;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What it does with requests. */
    enum Way {
        GOES_AWAY,
        /** Each stream, without a GOAWAY. */
        REFUSES,
        /** Says that its streams are compressed. */
        COMPRESSES,
        /** Answers a request's head with a status of 413, and gives its body no room. */
        ANSWERS_EARLY
    }

    GoAwayServer(int beforeGoAway) throws IOException {
        this(beforeGoAway, Way.GOES_AWAY);
    }

    GoAwayServer(int beforeGoAway, Way way) throws IOException {
        this.beforeGoAway = beforeGoAway;
        this.way = way;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "go-away-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                boolean first = connections.incrementAndGet() == 1;
                thread(() -> serve(socket, first));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, boolean first) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            in.skipNBytes(PREFACE);
            frame(out, SETTINGS, 0, 0, new byte[0]);
            List<Integer> waiting = new ArrayList<>();
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                in.skipNBytes(length);
                if (type == SETTINGS && (flags & 1) == 0) {
                    frame(out, SETTINGS, 1, 0, new byte[0]);
                } else if (way == Way.ANSWERS_EARLY) {
                    if (type == HEADERS) {
                        requests.incrementAndGet();
                        frame(out, HEADERS, END_HEADERS | END_STREAM, stream, REFUSAL);
                    }
                } else if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                    requests.incrementAndGet();
                    waiting.add(stream);
                    if (way == Way.REFUSES) {
                        frame(out, RST_STREAM, 0, stream, REFUSED_STREAM);
                    } else if (!first || way == Way.COMPRESSES) {
                        answer(out, stream, way == Way.COMPRESSES ? GZIP : PLAIN);
                    } else if (waiting.size() == beforeGoAway) {
                        int last = waiting.get(0);
                        frame(out, GO_AWAY, 0, 0, new byte[] {
                            (byte) (last >>> 24), (byte) (last >>> 16), (byte) (last >>> 8), (byte) last, 0, 0, 0, 0
                        });
                        answer(out, last, PLAIN);
                    }
                }
            }
        } catch (EOFException | SocketException over) {
            // The client closed the connection.
        } catch (IOException | RuntimeException failed) {
            failures.add(failed);
        }
    }

    private static void answer(DataOutputStream out, int stream, byte[] encoding) throws IOException {
        // RFC 7541: content-type by the index of its name.
        byte[] type = "text/event-stream".getBytes(StandardCharsets.US_ASCII);
        byte[] head = Arrays.copyOf(encoding, encoding.length + 3 + type.length);
        int at = encoding.length;
        head[at] = 0x0f;
        head[at + 1] = 0x10;
        head[at + 2] = (byte) type.length;
        System.arraycopy(type, 0, head, at + 3, type.length);
        frame(out, HEADERS, END_HEADERS, stream, head);
        frame(out, DATA, END_STREAM, stream, STREAM.getBytes(StandardCharsets.UTF_8));
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        byte[] whole = new byte[9 + payload.length];
        whole[0] = (byte) (payload.length >>> 16);
        whole[1] = (byte) (payload.length >>> 8);
        whole[2] = (byte) payload.length;
        whole[3] = (byte) type;
        whole[4] = (byte) flags;
        whole[5] = (byte) (stream >>> 24);
        whole[6] = (byte) (stream >>> 16);
        whole[7] = (byte) (stream >>> 8);
        whole[8] = (byte) stream;
        System.arraycopy(payload, 0, whole, 9, payload.length);
        out.write(whole);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
