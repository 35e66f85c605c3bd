package io.infermark.sim;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Everything that the event loop owns; one instance a server, touched by the loop only. */
final class LoopState {
    private static final int MOST_SHAPES = 256;

    final SimConfig config;
    final SimTokenizer tokenizer;
    final RequestParser parser;
    final StreamFormat format;
    final Pacer pacer;
    final Inbox inbox;
    final EngineDriver engine;
    final Counters counters = new Counters();
    final SendLog log;
    final Chunk chunk = new Chunk();
    final ByteSink json = new ByteSink(16 * 1024);
    final ByteSink wire = new ByteSink(16 * 1024);
    final ByteSink raw = new ByteSink(64);

    /** Asking each connection for its own would touch three objects an event, and with a thousand streams each of them is a cache miss. */
    final ByteBufAllocator buffers = ByteBufAllocator.DEFAULT;

    final long startNanos = System.nanoTime();
    private final Map<String, StreamShape> shapes = new HashMap<>();

    /** Parses bodies that would hold up the loop. */
    final Executor bigBodies;

    final EventLoop eventLoop;
    final String apiKey;

    LoopState(SimConfig config, String apiKey, EventLoop loop, Pacer pacer, Inbox inbox, Executor bigBodies) {
        this.bigBodies = bigBodies;
        this.eventLoop = loop;
        this.apiKey = apiKey;
        this.config = config;
        tokenizer = new SimTokenizer(config.serving().vocabulary());
        parser = new RequestParser(tokenizer);
        format = StreamFormat.of(config.serving().dialect());
        this.pacer = pacer;
        this.inbox = inbox;
        engine = new EngineDriver(config.engine(), pacer);
        log = new SendLog(config.logEvents());
    }

    /** Choices that run, of both timing models. */
    int running() {
        return engine.running() + counters.fixedRunning;
    }

    /** The configured shape with the overrides of {@code X-Sim-Options}: {@code name=value; name=value}. */
    StreamShape shape(String overrides) {
        if (overrides.isEmpty()) {
            return config.shape();
        }
        StreamShape known = shapes.get(overrides);
        if (known != null) {
            return known;
        }
        Map<String, String> options = new LinkedHashMap<>(config.toOptions());
        for (String part : overrides.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw HttpProblem.badRequest(
                        "[SimOptionSyntax] X-Sim-Options has \"" + part + "\", but must be name=value; name=value.",
                        "X-Sim-Options");
            }
            put(
                    options,
                    part.substring(0, equals).trim(),
                    part.substring(equals + 1).trim());
        }
        try {
            StreamShape shape = SimConfig.parse(options).shape();
            if (shapes.size() < MOST_SHAPES) {
                shapes.put(overrides, shape);
            }
            return shape;
        } catch (SimException bad) {
            throw HttpProblem.badRequest(bad.getMessage() + " (header X-Sim-Options)", "X-Sim-Options");
        }
    }

    private static void put(Map<String, String> options, String name, String value) {
        SimOption option = SimOption.named(name);
        if (option != null && !option.perRequest()) {
            throw HttpProblem.badRequest(
                    "[SimOptionNotPerRequest] option \"" + name
                            + "\" holds for the whole simulator and cannot come in X-Sim-Options; set it at start.",
                    "X-Sim-Options");
        }
        options.put(name, value);
    }

    /** A consistent copy of log and counters. */
    SimTruth truth() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("connections", counters.connections);
        values.put("requests", counters.requests);
        values.put("completed", counters.completed);
        values.put("refused", counters.refused);
        values.put("faulted", counters.faulted);
        values.put("aborted", counters.aborted);
        values.put("prompt_tokens", counters.promptTokens);
        values.put("output_tokens", counters.outputTokens);
        values.put("cached_tokens", counters.cachedTokens);
        values.put("events", counters.events);
        values.put("bytes", counters.bytes);
        values.put("dropped_events", log.dropped());
        values.put("steps", engine.steps());
        values.put("preemptions", engine.preemptions());
        values.put("prefix_queries", engine.prefixQueries());
        values.put("prefix_hits", engine.prefixHits());
        values.put("draft_tokens", engine.draftTokens());
        values.put("accepted_tokens", engine.acceptedTokens());
        values.put("most_running", (long) engine.mostRunning());
        return new SimTruth(values, log.requests(), log.columns());
    }
}
