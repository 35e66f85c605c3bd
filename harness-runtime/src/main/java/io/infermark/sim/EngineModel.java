package io.infermark.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A continuous-batching engine as a step model, free of clocks and threads: the caller says when a step starts, asks
 * when it ends, and finishes it at that time.
 *
 * <p>Each step first serves the running sequences in order of admission (a decoding one takes one token and its drafts,
 * a prefilling one as much of its prompt as the token budget leaves), then admits waiting ones while sequence slots,
 * token budget and KV blocks last. A running sequence that finds no KV block preempts the one admitted last, which
 * recomputes from the start of the queue. The time of a step is {@link EngineSpec}'s formula.
 */
final class EngineModel {
    /** Receives what a finished step made. */
    interface Sink {
        /** So many new tokens of the sequence exist since this time. */
        void tokens(Sequence sequence, int count, long atNanos);

        /** A prefill lane is done with the sequence, whose first token was just reported. */
        void handOver(Sequence sequence, long atNanos);
    }

    private final EngineSpec spec;
    private final boolean prefillOnly;
    private final double speed;
    private final KvBlocks blocks;
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();
    private final List<Sequence> batch = new ArrayList<>();
    private boolean stepping;
    private long stepEndNanos;

    private long steps;
    private long preemptions;
    private long prefixQueries;
    private long prefixHits;
    private long draftTokens;
    private long acceptedTokens;
    private long drafts;
    private int mostRunning;
    private double energyJoules;

    /**
     * @param prefillOnly whether this is the prefill instance of a disaggregated pair, which hands a sequence over
     *     after its first token
     */
    EngineModel(EngineSpec spec, boolean prefillOnly) {
        this.spec = spec;
        this.prefillOnly = prefillOnly;
        this.speed = spec.speed();
        this.blocks = new KvBlocks(spec.totalBlocks(), spec.blockSize());
    }

    void add(Sequence sequence) {
        waiting.addLast(sequence);
    }

    /** Forgets a sequence whose client is gone; its KV blocks are free at once. Only one that runs here has blocks of this instance. */
    void remove(Sequence sequence) {
        sequence.removed = true;
        waiting.remove(sequence);
        if (running.remove(sequence)) {
            blocks.release(sequence);
        }
    }

    boolean stepping() {
        return stepping;
    }

    long stepEndNanos() {
        return stepEndNanos;
    }

    /** Plans a step that starts now; false if there is nothing to do. */
    boolean startStep(long nowNanos) {
        batch.clear();
        int budget = serveRunning(spec.maxBatchedTokens());
        admit(budget, nowNanos);
        if (batch.isEmpty()) {
            return false;
        }
        long nanos = stepNanos();
        stepEndNanos = nowNanos + nanos;
        stepping = true;
        steps++;
        mostRunning = Math.max(mostRunning, running.size());
        energyJoules += watts() * nanos / 1e9;
        return true;
    }

    private int serveRunning(int budget) {
        int left = budget;
        for (int i = 0; i < running.size() && left > 0; i++) {
            Sequence sequence = running.get(i);
            boolean decoding = sequence.decoding();
            int drafts = decoding ? Math.min(spec.speculativeTokens(), left - 1) : 0;
            int tokens = decoding ? 1 + drafts : Math.min(sequence.missing(), left);
            while (!blocks.grow(sequence, sequence.computed + tokens)) {
                Sequence victim = running.get(running.size() - 1);
                preempt(victim);
                if (victim == sequence) {
                    return left;
                }
            }
            schedule(sequence, tokens, drafts);
            left -= tokens;
        }
        return left;
    }

    private void preempt(Sequence victim) {
        running.remove(running.size() - 1);
        blocks.release(victim);
        victim.computed = 0;
        victim.queried = false;
        waiting.addFirst(victim);
        preemptions++;
    }

    private void admit(int budget, long nowNanos) {
        int left = budget;
        while (left > 0 && running.size() < spec.maxNumSeqs()) {
            Sequence sequence = waiting.peekFirst();
            if (sequence == null) {
                return;
            }
            if (sequence.computed == 0 && spec.prefixCache()) {
                sequence.computed = blocks.takePrefix(sequence);
            }
            int whole = blocks.blocksFor(sequence.promptTokens + sequence.generated);
            if (whole - sequence.cachedBlocks > blocks.available()) {
                giveBackPrefix(sequence);
                return;
            }
            countPrefix(sequence);
            int tokens = Math.min(sequence.missing(), left);
            blocks.grow(sequence, sequence.computed + tokens);
            waiting.removeFirst();
            sequence.admittedNanos = sequence.generated == 0 ? nowNanos : sequence.admittedNanos;
            running.add(sequence);
            schedule(sequence, tokens, 0);
            left -= tokens;
        }
    }

    private void giveBackPrefix(Sequence sequence) {
        if (sequence.cachedBlocks > 0) {
            blocks.release(sequence);
            sequence.computed = 0;
        }
    }

    private void countPrefix(Sequence sequence) {
        if (spec.prefixCache() && !sequence.queried) {
            sequence.queried = true;
            sequence.cachedTokens = sequence.computed;
            prefixQueries += sequence.promptTokens;
            prefixHits += sequence.computed;
        }
    }

    private void schedule(Sequence sequence, int tokens, int drafts) {
        sequence.scheduled = tokens;
        sequence.drafted = drafts;
        batch.add(sequence);
    }

    private long stepNanos() {
        long prefilled = 0;
        long decoding = 0;
        long kvTokens = 0;
        for (Sequence sequence : batch) {
            if (sequence.decoding()) {
                decoding++;
                kvTokens += sequence.computed;
                prefilled += sequence.drafted;
            } else {
                prefilled += sequence.scheduled;
            }
        }
        double nanos = spec.stepTime().toNanos()
                + (double) prefilled * spec.prefillTokenTime().toNanos()
                + (double) decoding * spec.decodeSequenceTime().toNanos()
                + (double) kvTokens * spec.kvTokenTime().toNanos();
        return Math.max(1, Math.round(nanos / speed));
    }

    /** Ends the step at its planned time and reports its tokens in batch order. */
    void finishStep(Sink sink) {
        stepping = false;
        for (int i = 0; i < batch.size(); i++) {
            Sequence sequence = batch.get(i);
            if (sequence.removed) {
                continue;
            }
            boolean decoding = sequence.decoding();
            int made = decoding ? 1 + accepted(sequence) : 0;
            if (decoding) {
                made = Math.min(made, sequence.outputTokens - sequence.generated);
                sequence.computed += made;
            } else {
                sequence.computed += sequence.scheduled;
                made = sequence.missing() == 0 ? 1 : 0;
            }
            if (spec.prefixCache()) {
                blocks.register(sequence);
            }
            if (made > 0) {
                sequence.generated += made;
                deliver(sequence, made, sink);
            }
        }
    }

    private void deliver(Sequence sequence, int made, Sink sink) {
        boolean handOver = prefillOnly && !sequence.finished();
        if (handOver || sequence.finished()) {
            running.remove(sequence);
            blocks.release(sequence);
        }
        sink.tokens(sequence, made, stepEndNanos);
        if (handOver && !sequence.removed) {
            sink.handOver(sequence, stepEndNanos);
        }
    }

    private int accepted(Sequence sequence) {
        int accepted = 0;
        while (accepted < sequence.drafted
                && Mixer.unit(sequence.seed, sequence.generated + accepted) < spec.acceptance()) {
            accepted++;
        }
        if (sequence.drafted > 0) {
            drafts++;
            draftTokens += sequence.drafted;
            acceptedTokens += accepted;
        }
        return accepted;
    }

    int runningCount() {
        return running.size();
    }

    int waitingCount() {
        return waiting.size();
    }

    int mostRunning() {
        return mostRunning;
    }

    double kvUsage() {
        return (double) blocks.used() / blocks.capacity();
    }

    int kvBlocksUsed() {
        return blocks.used();
    }

    long steps() {
        return steps;
    }

    long preemptions() {
        return preemptions;
    }

    /** Prompt tokens that were looked up in the prefix cache; a recomputed sequence counts again. */
    long prefixQueries() {
        return prefixQueries;
    }

    /** Prompt tokens that were found there and not computed. */
    long prefixHits() {
        return prefixHits;
    }

    long drafts() {
        return drafts;
    }

    long draftTokens() {
        return draftTokens;
    }

    long acceptedTokens() {
        return acceptedTokens;
    }

    /** Fake: idle power plus the share of full batch that the running step holds, for each GPU of this instance. */
    double watts() {
        return watts(0);
    }

    /** The same with sequences that run beside this model, of fixed timing. */
    double watts(int besides) {
        double load = Math.min(1.0, (double) ((stepping ? running.size() : 0) + besides) / spec.maxNumSeqs());
        return spec.gpuIdleWatts() + (spec.gpuBusyWatts() - spec.gpuIdleWatts()) * load;
    }

    /** Fake energy of one GPU in all steps, without the idle time between them. */
    double stepEnergyJoules() {
        return energyJoules;
    }
}
