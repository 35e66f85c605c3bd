package io.infermark.load.http2;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The HTTP/2 connections of one event loop, by server. */
public final class Http2Client {
    private final EventLoop loop;
    private final Http2Links.Dialling dialling;
    private final Map<Http2Origin, Http2Links> servers = new HashMap<>();

    /**
     * A client without connections.
     *
     * @param epoll whether the loop is one of epoll, else of {@code java.nio}
     * @param streams most streams on a connection; a server that allows fewer gets fewer
     * @param sources the local address of the next connection; null: the system's choice
     * @param tls with ALPN for {@code h2}; null: cleartext with prior knowledge
     */
    public Http2Client(
            EventLoop loop,
            boolean epoll,
            Duration connectTimeout,
            int streams,
            Supplier<@Nullable InetAddress> sources,
            @Nullable SslContext tls) {
        this.loop = loop;
        dialling = new Http2Links.Dialling(
                loop,
                epoll ? EpollSocketChannel.class : NioSocketChannel.class,
                (int) Math.min(Integer.MAX_VALUE, connectTimeout.toMillis()),
                streams,
                sources,
                tls);
    }

    /**
     * TLS by the JDK's trust, with ALPN for {@code h2}.
     *
     * @throws IllegalStateException {@code [TlsSetup]}
     */
    public static SslContext jdkTrust() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("[TlsSetup] TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Whether its connections are TLS. */
    public boolean tls() {
        return dialling.tls() != null;
    }

    /** What came of opening ahead: connections. */
    public record Opened(int opened, int failed) {}

    /**
     * On the loop. A failure, an immediate one too, reaches the listener.
     *
     * @param fresh over a connection of its own, though one that stands open has a stream free
     */
    public Http2Stream send(Http2Request request, StreamListener listener, boolean fresh) {
        Http2Stream stream = new Http2Stream(request, listener);
        links(request.origin).send(stream, fresh);
        return stream;
    }

    private Http2Links links(Http2Origin origin) {
        return servers.computeIfAbsent(origin, key -> new Http2Links(dialling, key));
    }

    /** Opens connections until so many streams are free, a few at a time, and waits for each to be settled. From any thread; bounded by the deadline. */
    public CompletableFuture<Opened> open(Http2Origin origin, int streams, int parallel, Duration deadline) {
        CompletableFuture<Opened> result = new CompletableFuture<>();
        loop.execute(() -> {
            Ahead ahead = new Ahead(links(origin), streams, parallel, result);
            var unused = loop.schedule(ahead::finish, deadline.toNanos(), TimeUnit.NANOSECONDS);
            ahead.next();
        });
        return result;
    }

    /** On the loop. */
    public void closeAll() {
        servers.values().forEach(Http2Links::closeAll);
    }

    private final class Ahead {
        private final Http2Links links;
        private final int wanted;
        private final int parallel;
        private final CompletableFuture<Opened> result;
        private int running;
        private int opened;
        private int failed;

        Ahead(Http2Links links, int wanted, int parallel, CompletableFuture<Opened> result) {
            this.links = links;
            this.wanted = wanted;
            this.parallel = parallel;
            this.result = result;
        }

        void next() {
            int missing = wanted - links.freeStreams();
            while (!result.isDone()
                    && failed < parallel
                    && running < parallel
                    && running * (long) dialling.streams() < missing) {
                running++;
                links.openAhead(well -> {
                    running--;
                    if (well) {
                        opened++;
                    } else {
                        failed++;
                    }
                    loop.execute(this::next);
                });
            }
            if (running == 0) {
                finish();
            }
        }

        void finish() {
            result.complete(new Opened(opened, failed + running));
        }
    }
}
