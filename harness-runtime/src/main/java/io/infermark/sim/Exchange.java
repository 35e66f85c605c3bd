package io.infermark.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One generation request from its parsed body to the end of its answer. The timing models tell it which tokens are due;
 * it makes events of them in the shape that was asked for, injects the fault, and keeps the request's truth.
 */
final class Exchange {
    private static final long TIMING_STREAM = 0x74696d65L;

    final GenerationRequest request;
    final StreamShape shape;
    final Arrival arrival;
    final long arrivalNanos;
    final String id;
    final String requestId;
    final long created;
    final String model;
    final int reasoning;
    final boolean tools;

    private final LoopState loop;
    private final EventWriter writer;
    private final Fault fault;
    private final int logIndex;
    private final int promptTokens;
    private final List<Generation> generations = new ArrayList<>();
    private final byte[] head;
    private final AnswerEvents events;
    private boolean faultFired;
    private boolean stalled;
    private boolean ended;
    private boolean submitted;
    private int sentTokens;
    private int unfinished;

    Exchange(
            LoopState loop,
            EventWriter writer,
            GenerationRequest request,
            StreamShape shape,
            Fault fault,
            String requestId,
            Arrival arrival,
            int logIndex) {
        this.loop = loop;
        this.writer = writer;
        this.request = request;
        this.shape = shape;
        this.fault = fault;
        this.requestId = requestId;
        this.arrival = arrival;
        this.arrivalNanos = arrival.readNanos();
        this.logIndex = logIndex;
        long seed = loop.config.serving().seed();
        this.reasoning = request.chat() ? shape.text().reasoningOf(seed, logIndex) : 0;
        this.tools = request.chat() && shape.text().toolsOf(seed, logIndex);
        long serial = Mixer.mix(seed, logIndex);
        this.id = (request.chat() || loop.config.serving().dialect() == SimDialect.LLAMACPP ? "chatcmpl-" : "cmpl-")
                + HexFormat.of().toHexDigits(serial);
        this.created = System.currentTimeMillis() / 1000;
        this.model = loop.config.serving().answering(request.model());
        this.head = loop.format.head(this);
        this.events = new AnswerEvents(loop, this, writer);
        int prompts = 0;
        for (int[] prompt : request.prompts()) {
            prompts += prompt.length;
        }
        this.promptTokens = prompts;
        plan();
    }

    private void plan() {
        long timingSeed = Mixer.mix(loop.config.serving().seed() ^ TIMING_STREAM, logIndex);
        int running = loop.running();
        int maxModelLen = loop.config.serving().maxModelLen();
        long seed = loop.config.serving().seed() + (request.seed() == null ? 0 : request.seed());
        for (int p = 0; p < request.prompts().size(); p++) {
            int[] prompt = request.prompts().get(p);
            int most = request.maxTokens() >= 0
                    ? request.maxTokens()
                    : Math.min(loop.config.serving().defaultMaxTokens(), maxModelLen - prompt.length);
            for (int k = 0; k < request.n(); k++) {
                long outputSeed = Mixer.mix(seed ^ Arrays.hashCode(prompt), k);
                OutputPlan plan = OutputPlan.of(request, prompt, shape.text(), loop.tokenizer, outputSeed, most);
                Generation generation =
                        new Generation(this, p * request.n() + k, prompt.length, plan, timingSeed, running);
                if (shape.timing() == StreamShape.Timing.ENGINE) {
                    long[] hashes = loop.config.engine().prefixCache()
                            ? Sequence.hashes(prompt, loop.config.engine().blockSize())
                            : new long[0];
                    generation.sequence =
                            new Sequence(outputSeed, prompt.length, plan.length(), hashes, arrivalNanos, generation);
                } else {
                    shape.fixed().check(prompt.length, running, plan.length());
                }
                generations.add(generation);
            }
        }
        unfinished = generations.size();
    }

    /** Begins the answer: what comes before the first token, then the wait for tokens. */
    void begin() {
        if (streaming()) {
            writer.open(arrivalNanos);
            events.opening(arrivalNanos);
            fireFault(arrivalNanos);
            if (ended) {
                return;
            }
        }
        submitted = true;
        for (Generation generation : generations) {
            if (generation.sequence != null) {
                loop.engine.submit(generation.sequence);
            } else {
                loop.counters.fixedRunning++;
                loop.pacer.add(generation.nextDueNanos(), generation);
            }
        }
    }

    /** Engine timing: more tokens of a choice exist. */
    void produced(Generation generation, int count, long atNanos) {
        if (ended) {
            return;
        }
        generation.pending += count;
        boolean last = generation.sent + generation.pending == generation.plan.length();
        if (!stalled && (last || generation.pending >= generation.packSize())) {
            emit(generation, atNanos);
        }
    }

    /** Fixed timing: puts a choice back on the pacer. */
    void pace(long dueNanos, Generation generation) {
        loop.pacer.add(dueNanos, generation);
    }

    /** Sends the pending tokens of a choice as one event. */
    void emit(Generation generation, long dueNanos) {
        int count = generation.pending;
        int first = generation.sent;
        generation.pending = 0;
        generation.sent += count;
        generation.events++;
        sentTokens += count;
        loop.counters.outputTokens += count;
        if (first == 0) {
            generation.firstTokenNanos = dueNanos;
            loop.counters.ttft.record(dueNanos - arrivalNanos, 1);
        } else {
            loop.counters.itl.record((dueNanos - generation.lastTokenNanos) / count, count);
        }
        generation.lastTokenNanos = dueNanos;
        if (streaming()) {
            events.tokens(generation, first, count, dueNanos);
        }
        if (generation.finished()) {
            unfinished--;
            leaveRunning(generation);
        }
        fireFault(dueNanos);
        if (!ended && !stalled && unfinished == 0) {
            afterTokens(dueNanos);
        }
    }

    private void leaveRunning(Generation generation) {
        if (generation.sequence == null) {
            loop.counters.fixedRunning--;
        }
    }

    private void afterTokens(long dueNanos) {
        if (!streaming()) {
            loop.json.clear();
            loop.format.body(this, loop.json);
            end(RequestTruth.Outcome.COMPLETED, dueNanos);
            writer.body(loop.json, dueNanos, sentTokens);
            return;
        }
        boolean usage = events.usageComesApart();
        later(usage ? dueNanos + shape.usageDelay().toNanos() : dueNanos, dueNanos, at -> {
            writer.cork();
            if (usage) {
                events.usage(at);
            }
            if (shape.done() && !shape.doneDelay().isZero()) {
                writer.uncork();
            }
            later(shape.done() ? at + shape.doneDelay().toNanos() : at, at, this::done);
        });
    }

    private void done(long atNanos) {
        if (shape.done()) {
            events.literal("[DONE]", atNanos);
        }
        end(RequestTruth.Outcome.COMPLETED, atNanos);
        writer.finish();
    }

    private void later(long atNanos, long nowNanos, Pacer.Paced work) {
        if (atNanos == nowNanos) {
            work.due(atNanos);
        } else {
            loop.pacer.add(atNanos, due -> {
                if (!ended) {
                    work.due(due);
                }
            });
        }
    }

    private void fireFault(long dueNanos) {
        if (faultFired || !fault.kind().midStream() || sentTokens < fault.afterTokens()) {
            return;
        }
        faultFired = true;
        switch (fault.kind()) {
            case STALL -> stall(dueNanos);
            case ERROR -> error(dueNanos);
            case GOAWAY -> writer.goAway();
            case RST -> {
                end(RequestTruth.Outcome.FAULTED, dueNanos);
                writer.reset();
            }
            case FIN -> {
                end(RequestTruth.Outcome.FAULTED, dueNanos);
                writer.closeNow();
            }
            case HALF_CLOSE -> {
                end(RequestTruth.Outcome.FAULTED, dueNanos);
                writer.halfClose();
            }
            default -> throw new IllegalStateException("not a fault inside a stream: " + fault);
        }
    }

    private void error(long dueNanos) {
        HttpProblem problem = new HttpProblem(500, "InternalServerError", "Injected mid-stream error", null);
        if (streaming()) {
            String json = problem.json(loop.config.serving().dialect());
            // In a stream, engines wrap the object once more when their HTTP form is bare.
            events.literal(json.startsWith("{\"error\"") ? json : "{\"error\":" + json + "}", dueNanos);
            end(RequestTruth.Outcome.FAULTED, dueNanos);
            writer.finish();
        } else {
            end(RequestTruth.Outcome.FAULTED, dueNanos);
            writer.problem(problem);
        }
    }

    private void stall(long dueNanos) {
        stalled = true;
        for (Generation generation : generations) {
            generation.shift(fault.argument());
        }
        loop.pacer.add(dueNanos + fault.argument(), due -> {
            stalled = false;
            for (Generation generation : generations) {
                if (!ended && generation.sequence != null && generation.pending > 0) {
                    emit(generation, due);
                }
            }
            if (!ended && unfinished == 0) {
                afterTokens(due);
            }
        });
    }

    /** The client is gone. */
    void abort() {
        end(RequestTruth.Outcome.ABORTED, System.nanoTime());
    }

    private void end(RequestTruth.Outcome outcome, long atNanos) {
        if (ended) {
            return;
        }
        ended = true;
        Counters counters = loop.counters;
        counters.cachedTokens += cachedTokens();
        for (Generation generation : generations) {
            counters.longest = Math.max(counters.longest, generation.promptTokens + generation.sent);
            if (submitted && !generation.finished()) {
                leaveRunning(generation);
                if (generation.sequence != null) {
                    loop.engine.remove(generation.sequence);
                }
            }
        }
        switch (outcome) {
            case COMPLETED -> {
                counters.completed++;
                counters.e2e.record(atNanos - arrivalNanos, 1);
                boolean stopped =
                        generations.stream().allMatch(g -> g.plan.finishReason().equals("stop"));
                counters.stopped += stopped ? 1 : 0;
            }
            case ABORTED -> counters.aborted++;
            default -> counters.faulted++;
        }
        loop.log.update(logIndex, truth(outcome));
    }

    /** The request's truth so far. */
    RequestTruth truth(RequestTruth.Outcome outcome) {
        return new RequestTruth(
                requestId,
                arrivalNanos,
                arrival.wakeNanos(),
                arrival.polledNanos(),
                promptTokens,
                cachedTokens(),
                sentTokens,
                outcome);
    }

    /** The {@linkplain Pacer.Paced#order() order} of its first choice: requests in the order in which they were taken up, after all that is no choice. */
    long order() {
        return (logIndex + 1L) << 32;
    }

    boolean ended() {
        return ended;
    }

    boolean streaming() {
        return request.stream();
    }

    SimTokenizer tokenizer() {
        return loop.tokenizer;
    }

    byte[] head() {
        return head;
    }

    List<Generation> generations() {
        return generations;
    }

    int[] promptOf(Generation generation) {
        return request.prompts().get(generation.index / request.n());
    }

    /** Prompt tokens of all prompts. */
    int promptTokens() {
        return promptTokens;
    }

    int sentTokens() {
        return sentTokens;
    }

    int cachedOf(Generation generation) {
        return generation.sequence == null ? 0 : generation.sequence.cachedTokens;
    }

    int cachedTokens() {
        int cached = 0;
        for (Generation generation : generations) {
            cached += cachedOf(generation);
        }
        return cached;
    }

    /** When work on a choice began, after its wait in the queue. */
    long startNanos(Generation generation) {
        Sequence sequence = generation.sequence;
        return sequence == null ? arrivalNanos : sequence.admittedNanos;
    }

    @Nullable
    String finishReason(Generation generation) {
        boolean toolCall = tools && generation.plan.finishReason().equals("stop");
        return toolCall ? "tool_calls" : generation.plan.finishReason();
    }
}
