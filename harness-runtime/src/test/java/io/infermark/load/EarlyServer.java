package io.infermark.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends a POST after its head and a bit of its body, in one of several ways. A GET is answered in order. */
final class EarlyServer implements AutoCloseable {
    static final String MESSAGE = "the prompt is too long";
    private static final int BIT_OF_BODY = 1000;
    private static final String BODY = "{\"error\":{\"message\":\"" + MESSAGE + "\"}}";
    private static final String REFUSAL =
            "HTTP/1.1 413 Too Large\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n";

    private static final String TOKEN = """
            data: {"choices":[{"index":0,"text":"a","finish_reason":"stop"}]}

            """;

    /** What comes of a POST. */
    enum Way {
        /** Refuses, reads no more and leaves the connection open. */
        REFUSES_AND_STAYS(REFUSAL + "\r\n" + BODY),
        /** Refuses, ends its side of the connection and takes the rest of the body. */
        REFUSES_AND_READS_ON(REFUSAL + "Connection: close\r\n\r\n" + BODY),
        /** Refuses and closes at once: an orderly end, and a reset for the part of the body that has not been read. */
        REFUSES_AND_CLOSES(REFUSAL + "Connection: close\r\n\r\n" + BODY),
        /** Refuses, does not say that this is the end, and resets the connection. */
        REFUSES_AND_RESETS(REFUSAL + "\r\n" + BODY),
        /** Resets the connection in the middle of the refusal's head. */
        RESETS_IN_THE_HEAD(REFUSAL),
        /** The same in a stream without framing, whose end would be that of the connection. */
        RESETS_IN_A_STREAM("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + TOKEN),
        /** The same without a word. */
        RESETS("");

        private final String answer;

        Way(String answer) {
            this.answer = answer;
        }
    }

    final AtomicInteger posts = new AtomicInteger();
    private final Way way;
    private final ServerSocket listener = new ServerSocket();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    EarlyServer(Way way) throws IOException {
        this.way = way;
        listener.setReceiveBufferSize(32 * 1024);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        thread(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "early-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                thread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            for (String head = head(in); head != null; head = head(in)) {
                if (head.startsWith("POST")) {
                    posts.incrementAndGet();
                    in.readNBytes(BIT_OF_BODY);
                    end(socket);
                    return;
                }
                write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        } catch (IOException gone) {
            // The client went away.
        }
    }

    private static @org.jspecify.annotations.Nullable String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void end(Socket socket) throws IOException {
        write(socket, way.answer);
        switch (way) {
            case REFUSES_AND_STAYS -> {}
            case REFUSES_AND_READS_ON -> {
                socket.shutdownOutput();
                byte[] rest = new byte[64 * 1024];
                while (socket.getInputStream().read(rest) >= 0) {
                    // Nobody wants it.
                }
                socket.close();
            }
            case REFUSES_AND_CLOSES -> socket.close();
            default -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        if (!text.isEmpty()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
