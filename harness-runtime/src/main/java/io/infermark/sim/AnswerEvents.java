package io.infermark.sim;

/** Which events make up a streamed answer, and what each of them carries; sends them through the writer. */
final class AnswerEvents {
    private final LoopState loop;
    private final Exchange exchange;
    private final EventWriter writer;
    private final GenerationRequest request;
    private final StreamShape shape;
    private final boolean continuous;

    AnswerEvents(LoopState loop, Exchange exchange, EventWriter writer) {
        this.loop = loop;
        this.exchange = exchange;
        this.writer = writer;
        this.request = exchange.request;
        this.shape = exchange.shape;
        this.continuous = request.continuousUsage() && loop.format.continuousUsage();
    }

    /** What comes before the first token is due. */
    void opening(long arrivalNanos) {
        if (shape.nullFirst() || (llamaCpp() && request.prompts().size() > 1)) {
            literal("null", arrivalNanos);
        }
        if (request.chat() && shape.role() == StreamShape.Role.EARLY) {
            for (Generation generation : exchange.generations()) {
                role(generation, arrivalNanos);
            }
        }
        progress(arrivalNanos);
    }

    private void progress(long arrivalNanos) {
        int events = shape.progress() > 0 ? shape.progress() : llamaCpp() && request.progress() ? 2 : 0;
        for (int i = 1; i <= events; i++) {
            Generation generation = exchange.generations().get(0);
            loop.chunk.reset(generation, 0, 0);
            loop.json.clear();
            loop.format.progress(loop.chunk, generation.promptTokens * i / events, loop.json);
            send(loop.json, arrivalNanos, 0);
        }
    }

    /** The event of some tokens of a choice, with what belongs before and after it. */
    void tokens(Generation generation, int first, int count, long dueNanos) {
        boolean chat = request.chat();
        if (first == 0 && chat && shape.role() == StreamShape.Role.FIRST) {
            role(generation, dueNanos);
        }
        Chunk chunk = loop.chunk;
        chunk.reset(generation, first, count);
        chunk.reasoningTokens = Math.max(0, Math.min(count, exchange.reasoning - first));
        chunk.withUsage = continuous;
        for (int i = 0; i < count; i++) {
            int token = generation.plan.token(first + i, loop.tokenizer);
            ByteSink text = i < chunk.reasoningTokens ? chunk.reasoning : chunk.text;
            generation.appendText(token, loop.tokenizer, loop.raw, text);
        }
        boolean finished = generation.finished();
        boolean separate = loop.format.separateFinish(chat);
        if (finished && !separate) {
            chunk.finishReason = exchange.finishReason(generation);
            chunk.withUsage |= usageInFinish();
        }
        generation.held += count;
        if (chunk.hasText() || !loop.format.holdsEmptyText()) {
            loop.json.clear();
            loop.format.token(chunk, loop.json);
            int tokens = generation.held;
            generation.held = 0;
            send(loop.json, dueNanos, tokens);
        }
        if (finished && separate) {
            chunk.text.clear();
            chunk.reasoning.clear();
            chunk.finishReason = exchange.finishReason(generation);
            chunk.withUsage = continuous || usageInFinish();
            loop.json.clear();
            loop.format.finish(chunk, loop.json);
            int tokens = generation.held;
            generation.held = 0;
            send(loop.json, dueNanos, tokens);
        }
    }

    private void role(Generation generation, long dueNanos) {
        loop.chunk.reset(generation, 0, 0);
        loop.chunk.withUsage = continuous;
        loop.json.clear();
        // A role event reports no token yet, even when it is written together with the first one.
        int sent = generation.sent;
        generation.sent = 0;
        loop.format.role(loop.chunk, loop.json);
        generation.sent = sent;
        send(loop.json, dueNanos, 0);
    }

    /** An event of fixed ASCII text. */
    void literal(String text, long dueNanos) {
        loop.json.clear();
        send(loop.json.ascii(text), dueNanos, 0);
    }

    /** The event without choices that carries usage. */
    void usage(long dueNanos) {
        loop.json.clear();
        loop.format.usage(exchange, loop.json);
        send(loop.json, dueNanos, 0);
    }

    private void send(ByteSink json, long dueNanos, int tokens) {
        writer.event(json, dueNanos, tokens);
    }

    private boolean usageInFinish() {
        return switch (shape.usage()) {
            case NEVER -> false;
            case FINISH -> true;
            case AUTO, ALWAYS -> loop.format.usageInFinish(request.chat());
        };
    }

    /** Whether {@link #usage} belongs to this answer. */
    boolean usageComesApart() {
        return switch (shape.usage()) {
            case NEVER, FINISH -> false;
            case ALWAYS -> !loop.format.usageInFinish(request.chat());
            case AUTO -> request.includeUsage() && !loop.format.usageInFinish(request.chat());
        };
    }

    private boolean llamaCpp() {
        return loop.config.serving().dialect() == SimDialect.LLAMACPP;
    }
}
