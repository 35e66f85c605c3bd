package io.infermark.sim;

import java.nio.charset.StandardCharsets;

/** Answers the plain routes and starts an {@link Exchange} for a generation; the same for all connections and both HTTP versions. Loop-confined. */
final class RequestRouter {
    private static final int BIG_BODY = 16 * 1024;
    private static final long FAULT_STREAM = 0x6661756cL;
    private static final String JSON = "application/json";

    private final LoopState loop;
    private final PlainRoutes routes;

    RequestRouter(LoopState loop) {
        this.loop = loop;
        this.routes = new PlainRoutes(loop);
    }

    /** The {@code Server} header. */
    String serverName() {
        return routes.serverName();
    }

    /** Answers now or later. */
    void take(Incoming request, Reply reply) {
        try {
            route(request, reply);
        } catch (HttpProblem problem) {
            answer(problem, reply);
        }
    }

    private void route(Incoming request, Reply reply) {
        String path = request.path();
        routes.checkReady();
        if (!path.equals("/health")) {
            routes.checkKey(request.authorization());
        }
        boolean chat = path.equals("/v1/chat/completions");
        if (chat || path.equals("/v1/completions")) {
            if (!request.method().equals("POST")) {
                throw new HttpProblem(405, "MethodNotAllowed", "Use POST for " + path + ".", null);
            }
            generation(request, chat, reply);
            return;
        }
        PlainRoutes.Answer answer = routes.answer(request.method(), path, request.body());
        answer(answer.status(), answer.contentType(), answer.body().getBytes(StandardCharsets.UTF_8), reply);
    }

    private void generation(Incoming request, boolean chat, Reply reply) {
        loop.counters.requests++;
        String id = request.requestId().isEmpty() ? "sim-" + loop.counters.requests : request.requestId();
        int logIndex = loop.log.request(RequestTruth.begun(id, request.arrival(), RequestTruth.Outcome.RUNNING));
        if (request.body().length <= BIG_BODY) {
            startIfWanted(parse(request.body(), chat), request, id, logIndex, reply);
            return;
        }
        loop.bigBodies.execute(() -> {
            Object parsed = parse(request.body(), chat);
            loop.eventLoop.execute(() -> startIfWanted(parsed, request, id, logIndex, reply));
        });
    }

    /** The client may have gone while the request waited. */
    private void startIfWanted(Object parsed, Incoming request, String id, int logIndex, Reply reply) {
        if (reply.active()) {
            start(parsed, request, id, logIndex, reply);
        } else {
            loop.counters.aborted++;
            ended(id, request, logIndex, RequestTruth.Outcome.ABORTED);
        }
    }

    /** The parsed request, or the problem with it. */
    private Object parse(byte[] body, boolean chat) {
        try {
            return loop.parser.generation(body, chat);
        } catch (HttpProblem problem) {
            return problem;
        }
    }

    private void start(Object parsed, Incoming incoming, String id, int logIndex, Reply reply) {
        try {
            if (parsed instanceof HttpProblem problem) {
                throw problem;
            }
            GenerationRequest request = (GenerationRequest) parsed;
            StreamShape shape = loop.shape(incoming.options());
            Fault fault = fault(shape, incoming.fault(), logIndex);
            routes.checkGeneration(request);
            if (replacedByFault(fault, shape, incoming, id, logIndex, reply)) {
                return;
            }
            EventWriter events = new EventWriter(loop, this, reply, shape, logIndex, id);
            Exchange started = new Exchange(loop, events, request, shape, fault, id, incoming.arrival(), logIndex);
            loop.counters.promptTokens += started.promptTokens();
            loop.log.update(logIndex, started.truth(RequestTruth.Outcome.RUNNING));
            reply.running(started, events);
            started.begin();
        } catch (HttpProblem problem) {
            loop.counters.refused++;
            ended(id, incoming, logIndex, RequestTruth.Outcome.REFUSED);
            answer(problem, reply);
        }
    }

    private void ended(String id, Incoming request, int logIndex, RequestTruth.Outcome outcome) {
        loop.log.update(logIndex, RequestTruth.begun(id, request.arrival(), outcome));
    }

    private Fault fault(StreamShape shape, String header, int logIndex) {
        if (!header.isEmpty()) {
            return Fault.parse(header)
                    .orElseThrow(() -> HttpProblem.badRequest(
                            "[SimFaultUnknown] X-Sim-Fault is \"" + header + "\", but must be " + Fault.wanted() + ".",
                            Incoming.FAULT));
        }
        double draw = Mixer.unit(loop.config.serving().seed() ^ FAULT_STREAM, logIndex);
        return draw < shape.faultRate() ? shape.fault() : Fault.NONE;
    }

    /** Answers the faults that replace the stream; true if this was one. */
    private boolean replacedByFault(
            Fault fault, StreamShape shape, Incoming request, String id, int logIndex, Reply reply) {
        switch (fault.kind()) {
            case STATUS -> {
                int status = (int) fault.argument();
                loop.counters.refused++;
                ended(id, request, logIndex, RequestTruth.Outcome.REFUSED);
                byte[] json = new HttpProblem(status, "InjectedFault", "Injected refusal with status " + status, null)
                        .json(loop.config.serving().dialect())
                        .getBytes(StandardCharsets.UTF_8);
                if (status == 429 || status == 503) {
                    String seconds = Long.toString(Math.max(
                            1, shape.retryAfter().plusNanos(999_999_999).toSeconds()));
                    answer(status, JSON, json, reply, "Retry-After", seconds);
                } else {
                    answer(status, JSON, json, reply);
                }
                return true;
            }
            case HTML -> {
                return odd(
                        "text/html; charset=utf-8",
                        "<html><body>not a stream</body></html>\n",
                        id,
                        request,
                        logIndex,
                        reply);
            }
            case JSON -> {
                return odd(JSON, "{\"status\":\"not a stream\"}", id, request, logIndex, reply);
            }
            case EMPTY -> {
                return odd("text/event-stream; charset=utf-8", "", id, request, logIndex, reply);
            }
            case HANG -> {
                loop.counters.faulted++;
                ended(id, request, logIndex, RequestTruth.Outcome.FAULTED);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private boolean odd(String contentType, String body, String id, Incoming request, int logIndex, Reply reply) {
        loop.counters.faulted++;
        ended(id, request, logIndex, RequestTruth.Outcome.FAULTED);
        answer(200, contentType, body.getBytes(StandardCharsets.UTF_8), reply);
        return true;
    }

    /** Sends an error instead of an answer. */
    void answer(HttpProblem problem, Reply reply) {
        byte[] json = problem.json(loop.config.serving().dialect()).getBytes(StandardCharsets.UTF_8);
        answer(problem.status(), JSON, json, reply);
    }

    private void answer(int status, String contentType, byte[] body, Reply reply, String... more) {
        reply.head(status, contentType, body.length, more);
        if (body.length > 0) {
            reply.write(loop.buffers.directBuffer(body.length).writeBytes(body));
        }
        reply.answered();
    }
}
