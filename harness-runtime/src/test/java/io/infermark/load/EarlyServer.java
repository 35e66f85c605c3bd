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

/** Refuses a POST after its head, and reads no more of it: it closes at once, or never. A GET is answered in order. */
final class EarlyServer implements AutoCloseable {
    final AtomicInteger posts = new AtomicInteger();
    private final boolean closes;
    private final ServerSocket listener = new ServerSocket();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    EarlyServer(boolean closes) throws IOException {
        this.closes = closes;
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
            while (true) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = in.read();
                    if (next < 0) {
                        return;
                    }
                    head.append((char) next);
                }
                boolean post = head.indexOf("POST") == 0;
                String answer = post
                        ? "HTTP/1.1 413 Too Large\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
                                + (closes ? "Connection: close\r\n" : "") + "\r\nbig"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (post) {
                    posts.incrementAndGet();
                    if (closes) {
                        socket.close();
                    }
                    return;
                }
            }
        } catch (IOException gone) {
            // The client went away.
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
