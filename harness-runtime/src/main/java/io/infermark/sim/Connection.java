package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: takes requests one after another (pipelined ones wait), answers the plain routes, and starts
 * an {@link Exchange} for a generation.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final int BIG_BODY = 16 * 1024;
    private static final long FAULT_STREAM = 0x6661756cL;

    private record Waiting(FullHttpRequest request, long arrivalNanos) {}

    private final LoopState loop;
    private final PlainRoutes routes;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Outlet outlet;
    private @Nullable Exchange exchange;
    private @Nullable EventWriter writer;
    private long arrivalNanos;
    private long lastActivityNanos;
    private boolean answering;
    private boolean keepAlive = true;
    private int answered;

    Connection(LoopState loop, PlainRoutes routes) {
        this.loop = loop;
        this.routes = routes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        outlet = new Outlet(ctx);
    }

    private Outlet outlet() {
        if (outlet == null) {
            throw new IllegalStateException("connection used before it was added to its pipeline");
        }
        return outlet;
    }

    /** What comes now was read at an instant; the first of a request is its arrival. */
    void arrived(long readNanos) {
        if (arrivalNanos == 0) {
            arrivalNanos = readNanos;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.counters.connections++;
        lastActivityNanos = System.nanoTime();
        watchIdle(loop.config.listening().idleTimeout().toNanos());
        ctx.fireChannelActive();
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
                    if (!answering && left <= 0) {
                        outlet().close();
                    } else {
                        watchIdle(answering ? timeout : left);
                    }
                },
                Math.max(1, inNanos),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        FullHttpRequest request = (FullHttpRequest) message;
        long arrival = arrivalNanos == 0 ? System.nanoTime() : arrivalNanos;
        arrivalNanos = 0;
        if (answering) {
            waiting.add(new Waiting(request, arrival));
        } else {
            take(request, arrival);
        }
    }

    private void take(FullHttpRequest request, long arrival) {
        answering = true;
        int limit = loop.config.listening().requestsPerConnection();
        keepAlive = HttpUtil.isKeepAlive(request) && (limit == 0 || answered + 1 < limit);
        try {
            route(request, arrival);
        } catch (HttpProblem problem) {
            answer(problem);
        } finally {
            request.release();
        }
    }

    private void route(FullHttpRequest request, long arrival) {
        if (!request.decoderResult().isSuccess()) {
            keepAlive = false;
            throw HttpProblem.badRequest("The request is not HTTP/1.1.", null);
        }
        String path = path(request.uri());
        routes.checkReady();
        if (!path.equals("/health")) {
            routes.checkKey(request.headers().get("Authorization"));
        }
        boolean chat = path.equals("/v1/chat/completions");
        if (chat || path.equals("/v1/completions")) {
            if (!request.method().equals(HttpMethod.POST)) {
                throw new HttpProblem(405, "MethodNotAllowed", "Use POST for " + path + ".", null);
            }
            generation(request, chat, arrival);
            return;
        }
        PlainRoutes.Answer answer =
                routes.answer(request.method().name(), path, ByteBufUtil.getBytes(request.content()));
        answer(answer.status(), answer.contentType(), answer.body().getBytes(StandardCharsets.UTF_8), "");
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private void generation(FullHttpRequest request, boolean chat, long arrival) {
        String requestId = request.headers().get("X-Request-Id", "");
        String overrides = request.headers().get("X-Sim-Options", "");
        String faultText = request.headers().get("X-Sim-Fault", "");
        boolean chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        keepAlive &= chunked;
        loop.counters.requests++;
        String id = requestId.isEmpty() ? "sim-" + loop.counters.requests : requestId;
        int logIndex = loop.log.request(new RequestTruth(id, arrival, 0, 0, 0, RequestTruth.Outcome.RUNNING));
        byte[] body = ByteBufUtil.getBytes(request.content());
        if (body.length <= BIG_BODY) {
            start(parse(body, chat), overrides, faultText, id, arrival, logIndex, chunked);
            return;
        }
        loop.bigBodies.execute(() -> {
            Object parsed = parse(body, chat);
            loop.eventLoop.execute(() -> {
                if (outlet().active()) {
                    start(parsed, overrides, faultText, id, arrival, logIndex, chunked);
                } else {
                    loop.counters.aborted++;
                    refuse(id, arrival, logIndex, RequestTruth.Outcome.ABORTED);
                }
            });
        });
    }

    /** The parsed request, or the problem with it. */
    private Object parse(byte[] body, boolean chat) {
        try {
            return loop.parser.generation(body, chat);
        } catch (HttpProblem problem) {
            return problem;
        }
    }

    private void start(
            Object parsed, String overrides, String faultText, String id, long arrival, int logIndex, boolean chunked) {
        try {
            if (parsed instanceof HttpProblem problem) {
                throw problem;
            }
            GenerationRequest request = (GenerationRequest) parsed;
            StreamShape shape = loop.shape(overrides);
            Fault fault = fault(shape, faultText, logIndex);
            routes.checkGeneration(request);
            if (refusedByFault(fault, shape, id, arrival, logIndex)) {
                return;
            }
            EventWriter events = new EventWriter(loop, this, outlet(), shape, logIndex, id, chunked);
            Exchange started = new Exchange(loop, events, request, shape, fault, id, arrival, logIndex);
            loop.counters.promptTokens += started.promptTokens();
            loop.log.update(logIndex, started.truth(RequestTruth.Outcome.RUNNING));
            writer = events;
            exchange = started;
            started.begin();
        } catch (HttpProblem problem) {
            loop.counters.refused++;
            refuse(id, arrival, logIndex, RequestTruth.Outcome.REFUSED);
            answer(problem);
        }
    }

    private void refuse(String id, long arrival, int logIndex, RequestTruth.Outcome outcome) {
        loop.log.update(logIndex, new RequestTruth(id, arrival, 0, 0, 0, outcome));
    }

    private Fault fault(StreamShape shape, String header, int logIndex) {
        if (!header.isEmpty()) {
            return Fault.parse(header)
                    .orElseThrow(() -> HttpProblem.badRequest(
                            "[SimFaultUnknown] X-Sim-Fault is \"" + header + "\", but must be one of "
                                    + SimOption.FAULT.help(),
                            "X-Sim-Fault"));
        }
        double draw = Mixer.unit(loop.config.serving().seed() ^ FAULT_STREAM, logIndex);
        return draw < shape.faultRate() ? shape.fault() : Fault.NONE;
    }

    /** Answers the faults that replace the stream; true if this was one. */
    private boolean refusedByFault(Fault fault, StreamShape shape, String id, long arrival, int logIndex) {
        switch (fault.kind()) {
            case STATUS -> {
                int status = (int) fault.argument();
                loop.counters.refused++;
                refuse(id, arrival, logIndex, RequestTruth.Outcome.REFUSED);
                String json = new HttpProblem(status, "InjectedFault", "Injected refusal with status " + status, null)
                        .json(loop.config.serving().dialect());
                String retry = status == 429 || status == 503
                        ? "Retry-After: " + Math.max(1, shape.retryAfter().toSeconds()) + "\r\n"
                        : "";
                answer(status, "application/json", json.getBytes(StandardCharsets.UTF_8), retry);
            }
            case HTML ->
                odd("text/html; charset=utf-8", "<html><body>not a stream</body></html>\n", id, arrival, logIndex);
            case JSON -> odd("application/json", "{\"status\":\"not a stream\"}", id, arrival, logIndex);
            case EMPTY -> odd("text/event-stream; charset=utf-8", "", id, arrival, logIndex);
            case HANG -> {
                loop.counters.faulted++;
                refuse(id, arrival, logIndex, RequestTruth.Outcome.FAULTED);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void odd(String contentType, String body, String id, long arrival, int logIndex) {
        loop.counters.faulted++;
        refuse(id, arrival, logIndex, RequestTruth.Outcome.FAULTED);
        answer(200, contentType, body.getBytes(StandardCharsets.UTF_8), "");
    }

    /** Sends an error and goes on with the connection. */
    void answer(HttpProblem problem) {
        String json = problem.json(loop.config.serving().dialect());
        answer(problem.status(), "application/json", json.getBytes(StandardCharsets.UTF_8), "");
    }

    private void answer(int status, String contentType, byte[] body, String moreHeaders) {
        ByteBuf head = head(status, contentType, body.length, false, moreHeaders);
        outlet().writeAndFlush(head.writeBytes(body));
        answered();
    }

    /** A response head; a negative length without chunking ends with the connection. */
    ByteBuf head(int status, String contentType, int length, boolean chunked, String moreHeaders) {
        ByteSink out = loop.wire;
        out.clear();
        out.ascii("HTTP/1.1 ").number(status).put(' ');
        out.ascii(HttpResponseStatus.valueOf(status).reasonPhrase()).ascii("\r\nServer: ");
        out.ascii(routes.serverName()).ascii("\r\nX-Infermark-Provenance: simulated\r\nContent-Type: ");
        out.ascii(contentType).ascii("\r\n").ascii(moreHeaders);
        if (chunked) {
            out.ascii("Transfer-Encoding: chunked\r\n");
        } else if (length >= 0) {
            out.ascii("Content-Length: ").number(length).ascii("\r\n");
        }
        if (!keepAlive) {
            out.ascii("Connection: close\r\n");
        }
        out.ascii("\r\n");
        return outlet().alloc().directBuffer(out.size() + Math.max(0, length)).writeBytes(out.array(), 0, out.size());
    }

    /** The current answer is written to its end. */
    void answered() {
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
            loop.eventLoop.execute(() -> take(next.request(), next.arrivalNanos()));
            answering = true;
        }
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
        if (!(cause instanceof IOException)) {
            System.err.println("infermark-sim: connection closed after an internal error: " + cause);
        }
        outlet().close();
    }
}
