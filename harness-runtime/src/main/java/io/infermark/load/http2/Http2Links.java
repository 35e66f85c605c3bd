package io.infermark.load.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections to one server. Requests go to them in turn; with no stream free, a request opens a connection for itself. Event-loop confined. */
final class Http2Links {
    private final Dialling settings;
    private final Http2Origin origin;
    private final Set<Http2Link> links = new HashSet<>();
    private final ArrayDeque<Http2Link> free = new ArrayDeque<>();
    private final Map<Http2Link, Opening> openings = new HashMap<>();

    /** How connections are made. */
    record Dialling(
            io.netty.channel.EventLoop loop,
            Class<? extends Channel> channel,
            int connectMillis,
            int streams,
            Supplier<@Nullable InetAddress> sources,
            @Nullable SslContext tls) {}

    /** A connection that is being opened: for a request, or ahead of any. */
    private static final class Opening {
        final long startNanos = System.nanoTime();
        final @Nullable Http2Stream waiting;
        final @Nullable Consumer<Boolean> told;

        Opening(@Nullable Http2Stream waiting, @Nullable Consumer<Boolean> told) {
            this.waiting = waiting;
            this.told = told;
        }
    }

    Http2Links(Dialling settings, Http2Origin origin) {
        this.settings = settings;
        this.origin = origin;
    }

    void send(Http2Stream stream, boolean fresh) {
        if (fresh) {
            open(new Opening(stream, null));
            return;
        }
        Http2Link link = free.pollFirst();
        while (link != null && !link.free()) {
            link.queued = false;
            link = free.pollFirst();
        }
        if (link == null) {
            open(new Opening(stream, null));
            return;
        }
        link.queued = false;
        link.send(stream, true, 0);
        offer(link);
    }

    private void offer(Http2Link link) {
        if (!link.queued && link.free()) {
            link.queued = true;
            free.addLast(link);
        }
    }

    /** Opens one connection ahead; tells whether that succeeded. */
    void openAhead(Consumer<Boolean> told) {
        open(new Opening(null, told));
    }

    /** Streams that requests could take now. */
    int freeStreams() {
        int sum = 0;
        for (Http2Link link : links) {
            sum += link.freeStreams();
        }
        return sum;
    }

    void closeAll() {
        for (Http2Link link : Set.copyOf(links)) {
            link.shut();
        }
    }

    private void open(Opening opening) {
        ReadClock clock = new ReadClock();
        Http2Link link = Http2Link.of(this, clock, settings.streams());
        openings.put(link, opening);
        if (origin.address().isUnresolved()) {
            failed(link, new UnknownHostException(origin.host()));
            return;
        }
        InetAddress source = settings.sources().get();
        SocketAddress local = source == null ? null : new InetSocketAddress(source, 0);
        var unused = new Bootstrap()
                .group(settings.loop())
                .channel(settings.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel, clock, link);
                    }
                })
                .connect(origin.address(), local)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        // Where no socket could be made this is a thread of Netty's own.
                        settings.loop().execute(() -> failed(link, connected.cause()));
                    }
                });
        var unusedDeadline = settings.loop()
                .schedule(
                        () -> {
                            if (openings.containsKey(link)) {
                                link.shut();
                                failed(
                                        link,
                                        new ConnectException(
                                                "no HTTP/2 settings within " + settings.connectMillis() + " ms"));
                            }
                        },
                        settings.connectMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void prepare(Channel channel, ReadClock clock, Http2Link link) {
        links.add(link);
        channel.pipeline().addLast(clock);
        if (settings.tls() == null || !origin.tls()) {
            channel.pipeline().addLast(link);
            return;
        }
        SslHandler tls = settings.tls()
                .newHandler(channel.alloc(), origin.host(), origin.address().getPort());
        tls.setHandshakeTimeoutMillis(settings.connectMillis());
        channel.pipeline().addLast(tls, new Unready());
        var unused = tls.handshakeFuture().addListener(shaken -> {
            if (!shaken.isSuccess()) {
                failed(link, shaken.cause());
                var unusedClose = channel.close();
            } else if (!ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
                failed(link, new ConnectException("the server did not agree to HTTP/2 by ALPN"));
                var unusedClose = channel.close();
            } else {
                channel.pipeline().replace(Unready.class, "link", link);
            }
        });
    }

    /** Stands where the link will be. A failure of the handshake is told by its future; here it would end as a warning of Netty's. */
    private static final class Unready extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }

    void ready(Http2Link link) {
        Opening opening = openings.remove(link);
        if (opening == null) {
            link.shut();
            return;
        }
        if (opening.waiting != null && !opening.waiting.over) {
            link.send(opening.waiting, false, System.nanoTime() - opening.startNanos);
        }
        offer(link);
        if (opening.told != null) {
            opening.told.accept(true);
        }
    }

    private void failed(Http2Link link, Throwable cause) {
        Opening opening = openings.remove(link);
        links.remove(link);
        if (opening == null) {
            return;
        }
        if (opening.waiting != null) {
            opening.waiting.fail(cause);
        }
        if (opening.told != null) {
            opening.told.accept(false);
        }
    }

    void freed(Http2Link link) {
        offer(link);
    }

    void closed(Http2Link link) {
        links.remove(link);
        failed(link, link.lost());
    }
}
