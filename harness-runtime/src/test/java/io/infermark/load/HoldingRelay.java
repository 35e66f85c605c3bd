package io.infermark.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes connections on to a server, and from a moment on what clients send over those that are open only to itself: the server does not hear of it. */
final class HoldingRelay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();

    private static final class Pair {
        final Socket client;
        final Socket server;
        volatile boolean held;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }

    HoldingRelay(int server) throws IOException {
        this.server = server;
        thread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on nothing that a client says over a connection that is open reaches the server. */
    void hold() {
        for (Pair pair : pairs) {
            pair.held = true;
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "holding-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Pair pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), server));
                pairs.add(pair);
                thread(() -> copy(pair, true));
                thread(() -> copy(pair, false));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void copy(Pair pair, boolean up) {
        try (Socket from = up ? pair.client : pair.server;
                Socket to = up ? pair.server : pair.client) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[64 * 1024];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!up || !pair.held) {
                    out.write(bytes, 0, count);
                }
            }
        } catch (IOException gone) {
            // Either side went away.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Pair pair : pairs) {
            pair.client.close();
            pair.server.close();
        }
    }
}
