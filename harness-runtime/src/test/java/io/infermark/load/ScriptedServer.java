package io.infermark.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A raw-socket HTTP/1.1 server, a thread a connection: {@code GET} is answered in order, {@code POST} as the test's script wants. */
final class ScriptedServer implements AutoCloseable {
    /** What a POST is answered with. */
    @FunctionalInterface
    interface Script {
        void answer(Post post) throws IOException, InterruptedException;
    }

    /** A request on its connection. */
    static final class Post {
        final Socket socket;
        final OutputStream out;
        final String head;

        /** Among the POSTs of its connection, from 1. */
        final int ofConnection;

        /** Among all POSTs, from 1. */
        final int ofServer;

        Post(Socket socket, String head, int ofConnection, int ofServer) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.head = head;
            this.ofConnection = ofConnection;
            this.ofServer = ofServer;
        }

        void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void streamHead(String... more) throws IOException {
            StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
            for (String line : more) {
                text.append(line).append("\r\n");
            }
            raw(text + "Transfer-Encoding: chunked\r\n\r\n");
        }

        void chunk(String text) throws IOException {
            raw(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
        }

        void token(String text) throws IOException {
            chunk("data: {\"choices\":[{\"index\":0,\"text\":\"" + text + "\",\"finish_reason\":null}]}\n\n");
        }

        void usage(int tokens) throws IOException {
            chunk(
                    "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":4,"
                            + "\"completion_tokens\":" + tokens + "}}\n\n");
        }

        void end() throws IOException {
            chunk("data: [DONE]\n\n");
            raw("0\r\n\r\n");
        }

        /** A complete stream of one token and its end. */
        void stream(String... more) throws IOException {
            streamHead(more);
            token("a");
            usage(1);
            end();
        }

        void document(int status, String type, String body) throws IOException {
            raw("HTTP/1.1 " + status + " Status\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }

        /** Closes with a reset instead of an end. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void close() throws IOException {
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int posts() {
        return posts.get();
    }

    int connections() {
        return connections.get();
    }

    /** Blocks a script until the server is closed: a stall. */
    void stall() throws InterruptedException {
        if (!closing.await(60, TimeUnit.SECONDS)) {
            throw new InterruptedException("a test that did not close its server");
        }
    }

    /** Closes every connection that is open, as a server does whose idle time is over. */
    void closeConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                sockets.add(socket);
                Thread thread = new Thread(() -> serve(socket), "scripted-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            int ofConnection = 0;
            for (String head = head(in); head != null; head = head(in)) {
                in.readNBytes(contentLength(head));
                if (head.startsWith("POST")) {
                    script.answer(new Post(socket, head, ++ofConnection, posts.incrementAndGet()));
                } else {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.UTF_8));
                }
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client went away, or the test closed the connection.
        } catch (InterruptedException | RuntimeException failure) {
            failures.add(failure);
        } finally {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.size() >= 4 && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        closeConnections();
    }
}
