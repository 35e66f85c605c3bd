package io.infermark.sim;

import org.jspecify.annotations.Nullable;

/**
 * Drives the step model in real time. A step starts where the one before it was planned to end, so lateness of the host
 * does not slow the simulated engine down; after idleness it starts at the arrival that ended it.
 *
 * <p>Disaggregated, there are two models: one prefills and makes the first token, the other decodes from
 * {@code kv-transfer-time} later.
 */
final class EngineDriver implements EngineModel.Sink {
    private final EngineSpec spec;
    private final Pacer pacer;
    private final Lane decode;
    private final @Nullable Lane prefill;

    EngineDriver(EngineSpec spec, Pacer pacer) {
        this.spec = spec;
        this.pacer = pacer;
        this.decode = new Lane(new EngineModel(spec, false));
        this.prefill = spec.disaggregated() ? new Lane(new EngineModel(spec, true)) : null;
    }

    /** One instance: its model and the pacing of its steps. */
    private final class Lane implements Pacer.Paced {
        private final EngineModel model;
        private boolean planned;

        Lane(EngineModel model) {
            this.model = model;
        }

        void submit(Sequence sequence, long nowNanos) {
            model.add(sequence);
            if (!planned) {
                planned = true;
                pacer.add(nowNanos, this);
            }
        }

        @Override
        public void due(long dueNanos) {
            if (model.stepping()) {
                model.finishStep(EngineDriver.this);
            }
            planned = model.startStep(dueNanos);
            if (planned) {
                pacer.add(model.stepEndNanos(), this);
            }
        }
    }

    void submit(Sequence sequence) {
        (prefill == null ? decode : prefill).submit(sequence, sequence.arrivalNanos);
    }

    void remove(Sequence sequence) {
        decode.model.remove(sequence);
        if (prefill != null) {
            prefill.model.remove(sequence);
        }
    }

    @Override
    public void tokens(Sequence sequence, int count, long atNanos) {
        Generation generation = (Generation) sequence.owner;
        generation.exchange.produced(generation, count, atNanos);
    }

    @Override
    public void handOver(Sequence sequence, long atNanos) {
        pacer.add(atNanos + spec.kvTransferTime().toNanos(), new Transfer(sequence, (Generation) sequence.owner));
    }

    /** A prefilled sequence on its way; those that arrive together go on in the order of their choices. */
    private final class Transfer implements Pacer.Paced {
        private final Sequence sequence;
        private final Generation generation;

        Transfer(Sequence sequence, Generation generation) {
            this.sequence = sequence;
            this.generation = generation;
        }

        @Override
        public void due(long dueNanos) {
            if (!sequence.removed) {
                decode.submit(sequence, dueNanos);
            }
        }

        @Override
        public long order() {
            return generation.order();
        }
    }

    int running() {
        return decode.model.runningCount() + (prefill == null ? 0 : prefill.model.runningCount());
    }

    int waiting() {
        return decode.model.waitingCount() + (prefill == null ? 0 : prefill.model.waitingCount());
    }

    int mostRunning() {
        return Math.max(decode.model.mostRunning(), prefill == null ? 0 : prefill.model.mostRunning());
    }

    double kvUsage() {
        return decode.model.kvUsage();
    }

    long steps() {
        return decode.model.steps() + (prefill == null ? 0 : prefill.model.steps());
    }

    long preemptions() {
        return decode.model.preemptions() + (prefill == null ? 0 : prefill.model.preemptions());
    }

    long prefixQueries() {
        return decode.model.prefixQueries() + (prefill == null ? 0 : prefill.model.prefixQueries());
    }

    long prefixHits() {
        return decode.model.prefixHits() + (prefill == null ? 0 : prefill.model.prefixHits());
    }

    long drafts() {
        return decode.model.drafts();
    }

    long draftTokens() {
        return decode.model.draftTokens();
    }

    long acceptedTokens() {
        return decode.model.acceptedTokens();
    }

    /** Number of simulated GPUs. */
    int gpus() {
        return spec.tp() * (prefill == null ? 1 : 2);
    }

    /**
     * Fake power of one GPU: the ranks of the decode instance come first, then those of the prefill instance.
     *
     * @param fixedRunning choices of fixed timing that run, which load the decode instance like sequences of its own
     */
    double watts(int gpu, int fixedRunning) {
        return gpu < spec.tp() || prefill == null ? decode.model.watts(fixedRunning) : prefill.model.watts();
    }
}
