package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection: takes requests one after another; pipelined ones wait. It is its own {@link Reply}, since it has one answer at a time. */
final class Connection extends ChannelInboundHandlerAdapter implements Reply {
    private record Waiting(FullHttpRequest request, Arrival arrival) {}

    private final LoopState loop;
    private final RequestRouter router;
    private final Inbox.Entrance entrance;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Outlet outlet;
    private @Nullable Exchange exchange;
    private @Nullable EventWriter writer;
    private long lastActivityNanos;
    private boolean open;
    private boolean answering;
    private boolean keepAlive = true;
    private boolean chunked;
    private int answered;

    Connection(LoopState loop, RequestRouter router, Inbox.Entrance entrance) {
        this.loop = loop;
        this.router = router;
        this.entrance = entrance;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        outlet = new Outlet(ctx);
        if (ctx.channel().isActive()) {
            opened();
        }
    }

    private Outlet outlet() {
        if (outlet == null) {
            throw new IllegalStateException("connection used before it was added to its pipeline");
        }
        return outlet;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        opened();
        ctx.fireChannelActive();
    }

    private void opened() {
        if (open) {
            return;
        }
        open = true;
        loop.counters.connections++;
        lastActivityNanos = System.nanoTime();
        watchIdle(loop.config.listening().idleTimeout().toNanos());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A timer that nobody cancels: it ends with the connection.
    private void watchIdle(long inNanos) {
        long timeout = loop.config.listening().idleTimeout().toNanos();
        if (timeout == 0) {
            return;
        }
        loop.eventLoop.schedule(
                () -> {
                    long left = lastActivityNanos + timeout - System.nanoTime();
                    if (!outlet().active()) {
                        return;
                    }
                    boolean busy = answering || entrance.waits();
                    if (!busy && left <= 0) {
                        outlet().close();
                    } else {
                        watchIdle(busy ? timeout : left);
                    }
                },
                Math.max(1, inNanos),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        FullHttpRequest request = (FullHttpRequest) message;
        Arrival arrival = entrance.takeFirst();
        if (answering) {
            waiting.add(new Waiting(request, arrival));
        } else {
            take(request, arrival);
        }
    }

    private void take(FullHttpRequest request, Arrival arrival) {
        answering = true;
        int limit = loop.config.listening().requestsPerConnection();
        chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        keepAlive = HttpUtil.isKeepAlive(request) && (limit == 0 || answered + 1 < limit);
        try {
            if (request.decoderResult().isSuccess()) {
                router.take(incoming(request, arrival), this);
            } else {
                keepAlive = false;
                router.answer(HttpProblem.badRequest("The request is not HTTP/1.1.", null), this);
            }
        } finally {
            request.release();
        }
    }

    private static Incoming incoming(FullHttpRequest request, Arrival arrival) {
        return new Incoming(
                request.method().name(),
                request.uri(),
                request.headers().get("Authorization"),
                request.headers().get(Incoming.REQUEST_ID, ""),
                request.headers().get(Incoming.OPTIONS, ""),
                request.headers().get(Incoming.FAULT, ""),
                ByteBufUtil.getBytes(request.content()),
                arrival);
    }

    @Override
    public boolean active() {
        return outlet().active();
    }

    @Override
    public boolean chunked() {
        return chunked;
    }

    @Override
    public void head(int status, String contentType, int length, String... more) {
        ByteSink out = loop.wire;
        out.clear();
        out.ascii("HTTP/1.1 ").number(status).put(' ');
        out.ascii(HttpResponseStatus.valueOf(status).reasonPhrase()).ascii("\r\nServer: ");
        out.ascii(router.serverName()).ascii("\r\nX-Infermark-Provenance: simulated\r\nContent-Type: ");
        out.ascii(contentType).ascii("\r\n");
        for (int i = 0; i < more.length; i += 2) {
            out.ascii(more[i]).ascii(": ").ascii(more[i + 1]).ascii("\r\n");
        }
        if (length >= 0) {
            out.ascii("Content-Length: ").number(length).ascii("\r\n");
        } else if (chunked) {
            out.ascii("Transfer-Encoding: chunked\r\n");
        } else {
            keepAlive = false;
        }
        if (!keepAlive) {
            out.ascii("Connection: close\r\n");
        }
        out.ascii("\r\n");
        outlet().write(loop.buffers.directBuffer(out.size()).writeBytes(out.array(), 0, out.size()));
    }

    @Override
    public void write(ByteBuf part) {
        outlet().write(part);
    }

    @Override
    public void flush() {
        outlet().flush();
    }

    @Override
    public void running(Exchange started, EventWriter events) {
        exchange = started;
        writer = events;
    }

    @Override
    public void answered() {
        outlet().flush();
        answered++;
        answering = false;
        exchange = null;
        writer = null;
        lastActivityNanos = System.nanoTime();
        if (!keepAlive) {
            outlet().closeWhenSent();
            return;
        }
        Waiting next = waiting.poll();
        if (next != null) {
            loop.inbox.add(() -> take(next.request(), next.arrival()));
            answering = true;
        }
    }

    @Override
    public void reset() {
        outlet().reset();
    }

    @Override
    public void close() {
        outlet().close();
    }

    @Override
    public void halfClose() {
        outlet().shutdownOutput();
    }

    @Override
    public void goAway() {
        keepAlive = false;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.abort();
            exchange = null;
        }
        if (writer != null) {
            writer.discardHeld();
            writer = null;
        }
        while (!waiting.isEmpty()) {
            waiting.remove().request().release();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Outlet.report(cause);
        outlet().close();
    }
}
