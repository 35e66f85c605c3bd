package io.infermark.load;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.Request;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections before a window by a cheap {@code GET} on each, while the pool refuses to give any away. Event-loop confined; its result is bounded by a
 * deadline. A server that refuses the first round is not asked further: the window's rows will tell.
 */
final class ConnectionOpener {
    private final ClientLoop client;
    private final Iterator<Request> requests;
    private final int parallel;
    private final CompletableFuture<Opened> result = new CompletableFuture<>();
    private int running;
    private int opened;
    private int failed;
    private boolean over;

    /** What came of it. */
    record Opened(int opened, int failed) {}

    ConnectionOpener(ClientLoop client, List<Request> requests, int parallel) {
        this.client = client;
        this.requests = requests.iterator();
        this.parallel = parallel;
    }

    /** Called from any thread. */
    CompletableFuture<Opened> start(Duration deadline) {
        client.loop().execute(() -> {
            var unused = client.loop().schedule(this::finish, deadline.toNanos(), TimeUnit.NANOSECONDS);
            next();
        });
        return result;
    }

    private void next() {
        while (!over && running < parallel && requests.hasNext() && !hopeless()) {
            running++;
            client.pool().refuse(true);
            try {
                var unused = client.http().executeRequest(requests.next(), new Opening());
            } catch (RuntimeException e) {
                ended(false);
            } finally {
                client.pool().refuse(false);
            }
        }
        if (running == 0) {
            finish();
        }
    }

    private boolean hopeless() {
        return opened == 0 && failed >= parallel;
    }

    private void ended(boolean well) {
        running--;
        if (well) {
            opened++;
        } else {
            failed++;
        }
        // Not at once: the call may stand deep inside the client.
        client.loop().execute(this::next);
    }

    private void finish() {
        if (!over) {
            over = true;
            result.complete(new Opened(opened, failed + running));
        }
    }

    private final class Opening implements AsyncHandler<Boolean> {
        private boolean told;
        private @Nullable Channel channel;

        @Override
        public void onTcpConnectSuccess(InetSocketAddress address, Channel connection) {
            channel = connection;
        }

        /** The client is about to put TLS before the stamps, which would then be those of decoded records. */
        @Override
        public void onTlsHandshakeAttempt() {
            if (channel != null) {
                ConnectionStamps.moveToFront(channel);
            }
        }

        @Override
        public State onStatusReceived(HttpResponseStatus status) {
            return over ? State.ABORT : State.CONTINUE;
        }

        @Override
        public State onHeadersReceived(HttpHeaders headers) {
            return State.CONTINUE;
        }

        @Override
        public State onBodyPartReceived(HttpResponseBodyPart part) {
            return over ? State.ABORT : State.CONTINUE;
        }

        @Override
        public void onThrowable(@Nullable Throwable cause) {
            tell(false);
        }

        @Override
        public Boolean onCompleted() {
            tell(true);
            return Boolean.TRUE;
        }

        /** A failure to make a socket comes on a thread of Netty's own. */
        private void tell(boolean well) {
            if (client.loop().inEventLoop()) {
                tellOnLoop(well);
            } else {
                client.loop().execute(() -> tellOnLoop(well));
            }
        }

        private void tellOnLoop(boolean well) {
            if (!told) {
                told = true;
                ended(well);
            }
        }
    }
}
