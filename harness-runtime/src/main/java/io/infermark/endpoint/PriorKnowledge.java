package io.infermark.endpoint;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Single questions over HTTP/2 for servers that speak nothing else. In the clear the JDK's client can only ask for an upgrade from HTTP/1.1, which such a server does not know; over TLS it
 * gives an answer up that a {@code GOAWAY} announces as the connection's last. Each question has a connection and a thread of its own, which end with it; nothing here is meant to be fast.
 */
public final class PriorKnowledge {
    private PriorKnowledge() {}

    /**
     * An answer of any status.
     *
     * @param body as much of it as was asked for
     * @param truncated whether there was more
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
    public record Answer(int status, Map<String, List<String>> headers, byte[] body, boolean truncated) {}

    /**
     * Whether a failure over HTTP/1.1 looks like an answer in HTTP/2, so that it is worth to ask again here.
     *
     * @param failure what the JDK's client threw
     */
    public static boolean mayHelp(URI uri, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProtocolException
                    || String.valueOf(cause.getMessage())
                            .toLowerCase(Locale.ROOT)
                            .contains("status line")) {
                return "http".equalsIgnoreCase(uri.getScheme());
            }
        }
        return false;
    }

    /**
     * Asks. The answer is exceptional if the server cannot be reached, does not speak HTTP/2, or is not done in time.
     *
     * @param tls made for an https URI only
     * @param headers without those of the connection
     * @param body empty: none
     * @param limit for the whole answer, the connection included
     */
    public static CompletableFuture<Answer> ask(
            URI uri,
            Supplier<SslContext> tls,
            String method,
            Map<String, String> headers,
            byte[] body,
            Duration limit,
            int mostBytes) {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        SslContext context = secure ? tls.get() : null;
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("infermark-probe", true), NioIoHandler.newFactory());
        Collector collector = new Collector(mostBytes);
        CompletableFuture<Answer> answer = collector.answer;
        var unusedLimit = group.schedule(
                () -> answer.completeExceptionally(
                        new TimeoutException("not answered completely within " + limit.toMillis() + " ms")),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        var unusedConnect = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, limit.toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (context != null) {
                            channel.pipeline().addLast(context.newHandler(channel.alloc(), uri.getHost(), port));
                        }
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new Watch(answer));
                    }
                })
                .connect(uri.getHost(), port)
                .addListener((io.netty.channel.ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        open(connected.channel(), collector, head(uri, method, headers), body);
                    } else {
                        answer.completeExceptionally(connected.cause());
                    }
                });
        var unusedEnd = answer.whenComplete((done, failure) -> {
            var unusedShutdown = group.shutdownGracefully(0, 200, TimeUnit.MILLISECONDS);
        });
        return answer;
    }

    private static Http2Headers head(URI uri, String method, Map<String, String> headers) {
        Http2Headers head = new DefaultHttp2Headers()
                .method(method)
                .scheme(uri.getScheme().toLowerCase(Locale.ROOT))
                .authority(uri.getRawAuthority())
                .path(PathAndQuery.of(uri));
        headers.forEach((name, value) -> head.add(name.toLowerCase(Locale.ROOT), value));
        return head;
    }

    private static void open(Channel connection, Collector collector, Http2Headers head, byte[] body) {
        var unused = new Http2StreamChannelBootstrap(connection)
                .handler(collector)
                .open()
                .addListener(opened -> {
                    if (!opened.isSuccess()) {
                        collector.answer.completeExceptionally(opened.cause());
                        return;
                    }
                    Channel stream = (Channel) opened.getNow();
                    var unusedHead = stream.write(new DefaultHttp2HeadersFrame(head, body.length == 0));
                    if (body.length > 0) {
                        var unusedBody = stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
                    }
                    stream.flush();
                });
    }

    /** What happens to the connection itself. */
    private static final class Watch extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Answer> answer;

        Watch(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2GoAwayFrame goAway && goAway.errorCode() != 0) {
                answer.completeExceptionally(new IOException(
                        "the server gave the connection up (GOAWAY, error " + goAway.errorCode() + ")"));
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.completeExceptionally(new IOException("the server closed the connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
        }
    }

    /** What comes on the stream. */
    private static final class Collector extends SimpleChannelInboundHandler<Object> {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final int mostBytes;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable Http2Headers head;

        Collector(int mostBytes) {
            this.mostBytes = mostBytes;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object frame) throws IOException {
            boolean last = false;
            if (frame instanceof Http2HeadersFrame headers) {
                CharSequence status = headers.headers().status();
                if (status != null && status.charAt(0) != '1') {
                    head = headers.headers();
                }
                last = headers.isEndStream();
            } else if (frame instanceof Http2DataFrame data) {
                int room = mostBytes - body.size();
                if (data.content().readableBytes() > room) {
                    data.content().readBytes(body, room);
                    complete(true);
                    return;
                }
                data.content().readBytes(body, data.content().readableBytes());
                last = data.isEndStream();
            } else if (frame instanceof Http2ResetFrame reset) {
                answer.completeExceptionally(
                        new IOException("the server reset the stream (error " + reset.errorCode() + ")"));
            }
            if (last) {
                complete(false);
            }
        }

        private void complete(boolean truncated) {
            Http2Headers known = head;
            if (known == null || known.status() == null) {
                answer.completeExceptionally(new ProtocolException("an answer without a status"));
                return;
            }
            Map<String, List<String>> fields = new TreeMap<>();
            known.forEach(field -> {
                if (field.getKey().charAt(0) != ':') {
                    fields.computeIfAbsent(field.getKey().toString(), name -> new ArrayList<>())
                            .add(field.getValue().toString());
                }
            });
            answer.complete(
                    new Answer(Integer.parseInt(known.status().toString()), fields, body.toByteArray(), truncated));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.completeExceptionally(new IOException("the stream ended before its answer"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
        }
    }
}
