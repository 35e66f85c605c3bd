package io.infermark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A server in this process that answers with {@link WarmUpAnswer varied streams}, so that the client's code is compiled before it meets a real one. One thread over
 * {@code java.nio}; each turn of its selector writes one piece for each connection that has some, so that pieces of many streams interleave as a real server's do.
 */
final class WarmUpResponder implements WarmUpServer {
    private static final int TURN_MILLIS = 1;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private final List<Connection> writing = new ArrayList<>();
    private volatile boolean closed;

    private WarmUpResponder(InetAddress loopback) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(loopback, 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::serve, "infermark-warm-up");
        thread.setDaemon(true);
    }

    static WarmUpResponder start(InetAddress loopback) throws IOException {
        WarmUpResponder responder = new WarmUpResponder(loopback);
        responder.thread.start();
        return responder;
    }

    @Override
    public URI uri() {
        return WarmUpServer.uri((InetSocketAddress) server.socket().getLocalSocketAddress());
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try {
            while (!closed) {
                if (writing.isEmpty()) {
                    selector.select();
                } else {
                    selector.select(TURN_MILLIS);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    handle(key);
                }
                selector.selectedKeys().clear();
                writeTurn();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            shut();
        }
    }

    private void handle(SelectionKey key) throws IOException {
        if (key.isValid() && key.isAcceptable()) {
            SocketChannel accepted = server.accept();
            if (accepted != null) {
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.register(selector, SelectionKey.OP_READ, new Connection(accepted));
            }
        } else if (key.isValid() && key.attachment() instanceof Connection connection) {
            if (connection.read()) {
                writing.add(connection);
            }
        }
    }

    private void writeTurn() {
        for (Iterator<Connection> all = writing.iterator(); all.hasNext(); ) {
            if (!all.next().writePiece()) {
                all.remove();
            }
        }
    }

    private void shut() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            // Nothing is left that could be done about a socket that does not close.
            closed = true;
        }
    }

    private static final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer input = ByteBuffer.allocate(16 * 1024);
        private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();
        private boolean closing;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        /** Whether a request is complete and its answer begins. */
        boolean read() throws IOException {
            int count;
            try {
                count = channel.read(input);
            } catch (IOException e) {
                count = -1;
            }
            if (count < 0) {
                channel.close();
                return false;
            }
            String text = new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            if (head < 0 || input.position() < head + 4 + contentLength(text)) {
                return false;
            }
            input.clear();
            WarmUpAnswer answer = WarmUpAnswer.of(text.substring(0, text.indexOf('\r')));
            pieces.addAll(answer.pieces());
            closing = answer.closes();
            return true;
        }

        private static int contentLength(String text) {
            String name = "content-length: ";
            int at = text.toLowerCase(java.util.Locale.ROOT).indexOf(name);
            if (at < 0) {
                return 0;
            }
            int from = at + name.length();
            return Integer.parseInt(text.substring(from, text.indexOf('\r', from)));
        }

        /** Whether there is more to write. */
        boolean writePiece() {
            try {
                ByteBuffer piece = pieces.peek();
                if (piece != null) {
                    channel.write(piece);
                    if (!piece.hasRemaining()) {
                        pieces.remove();
                    }
                }
                if (pieces.isEmpty() && closing) {
                    channel.close();
                }
                return !pieces.isEmpty();
            } catch (IOException e) {
                pieces.clear();
                return false;
            }
        }
    }
}
