package io.infermark.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that has so many connections at once and closes any further one. Threads for each connection; only for tests. */
final class CappedFront implements AutoCloseable {
    private final URI server;
    private final int cap;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    CappedFront(URI server, int cap) throws IOException {
        this.server = server;
        this.cap = cap;
        listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Connections above the cap. */
    int refused() {
        return refused.get();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "capped-front");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (open.incrementAndGet() > cap) {
                    open.decrementAndGet();
                    refused.incrementAndGet();
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException closed) {
                // The test is over, or a client has gone.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket(server.getHost(), server.getPort());
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(upstream);
        daemon(() -> {
            copy(client, upstream);
            open.decrementAndGet();
        });
        daemon(() -> copy(upstream, client));
    }

    /** Until one of them ends, which ends both. */
    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            int length = in.read(buffer);
            while (length >= 0) {
                out.write(buffer, 0, length);
                length = in.read(buffer);
            }
        } catch (IOException closed) {
            // So ends a connection that the other side has closed.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
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
