package io.infermark.sim;

import java.time.Duration;

/**
 * The step model's constants. A step of a batch takes
 * {@code (stepTime + prefillTokenTime * prefilled and draft tokens + decodeSequenceTime * decoding sequences
 * + kvTokenTime * their KV tokens) / speed}, with {@code speed = (2 * tpEfficiency) ^ log2(tp)}.
 *
 * @param tp tensor parallel size
 * @param tpEfficiency share of the ideal doubling that a doubled tp gives, in (0.5, 1]
 * @param stepTime fixed cost of a step
 * @param prefillTokenTime cost of a prefilled token
 * @param decodeSequenceTime cost of a decoding sequence
 * @param kvTokenTime cost of a KV token that a decoding sequence reads
 * @param maxNumSeqs sequences that run at once
 * @param maxBatchedTokens tokens of one step
 * @param kvBlocks KV blocks for each tp rank
 * @param blockSize tokens of a KV block
 * @param prefixCache whether full blocks of equal prefixes are reused
 * @param speculativeTokens draft tokens a step, 0 for none
 * @param acceptance chance that a draft token is accepted, given the one before it was
 * @param disaggregated whether prefill runs on an instance of its own
 * @param kvTransferTime time from a disaggregated prefill to the first decode
 * @param gpuIdleWatts fake power of an idle GPU
 * @param gpuBusyWatts fake power at full batch
 */
public record EngineSpec(
        int tp,
        double tpEfficiency,
        Duration stepTime,
        Duration prefillTokenTime,
        Duration decodeSequenceTime,
        Duration kvTokenTime,
        int maxNumSeqs,
        int maxBatchedTokens,
        int kvBlocks,
        int blockSize,
        boolean prefixCache,
        int speculativeTokens,
        double acceptance,
        boolean disaggregated,
        Duration kvTransferTime,
        double gpuIdleWatts,
        double gpuBusyWatts) {
    static EngineSpec read(OptionReader reader) {
        EngineSpec spec = new EngineSpec(
                reader.integer(SimOption.TP, 1, 1024),
                reader.number(SimOption.TP_EFFICIENCY, 0.5, 1),
                reader.duration(SimOption.STEP_TIME),
                reader.duration(SimOption.PREFILL_TOKEN_TIME),
                reader.duration(SimOption.DECODE_SEQUENCE_TIME),
                reader.duration(SimOption.KV_TOKEN_TIME),
                reader.integer(SimOption.MAX_NUM_SEQS, 1, 1 << 20),
                reader.integer(SimOption.MAX_BATCHED_TOKENS, 1, 1 << 24),
                reader.integer(SimOption.KV_BLOCKS, 1, 1 << 24),
                reader.integer(SimOption.BLOCK_SIZE, 1, 1 << 16),
                reader.flag(SimOption.PREFIX_CACHE),
                reader.integer(SimOption.SPECULATIVE_TOKENS, 0, 64),
                reader.number(SimOption.ACCEPTANCE, 0, 1),
                reader.flag(SimOption.DISAGGREGATED),
                reader.duration(SimOption.KV_TRANSFER_TIME),
                reader.number(SimOption.GPU_IDLE_WATTS, 0, 100_000),
                reader.number(SimOption.GPU_BUSY_WATTS, 0, 100_000));
        spec.checkStep(reader);
        return spec;
    }

    /** Refuses times of which a full step would reach the end of a long. */
    private void checkStep(OptionReader reader) {
        // Sequences that share cached blocks read them each.
        double kvTokens = (double) totalBlocks() * blockSize * (prefixCache ? maxNumSeqs : 1);
        double nanos = stepTime.toNanos()
                + (double) maxBatchedTokens * prefillTokenTime.toNanos()
                + (double) maxNumSeqs * decodeSequenceTime.toNanos()
                + kvTokens * kvTokenTime.toNanos();
        if (nanos > OptionReader.LATEST_NANOS) {
            throw new SimException(
                    "SimStepTooLong",
                    "a full step of the engine could take " + OptionReader.minutes(nanos) + ", but must take at most "
                            + OptionReader.minutes(OptionReader.LATEST_NANOS) + " (a century). Lower step-time="
                            + OptionReader.format(stepTime) + ", prefill-token-time="
                            + OptionReader.format(prefillTokenTime) + ", decode-sequence-time="
                            + OptionReader.format(decodeSequenceTime) + " or kv-token-time="
                            + OptionReader.format(kvTokenTime) + "." + reader.place(SimOption.STEP_TIME)
                            + reader.place(SimOption.PREFILL_TOKEN_TIME)
                            + reader.place(SimOption.DECODE_SEQUENCE_TIME)
                            + reader.place(SimOption.KV_TOKEN_TIME));
        }
    }

    /** How much faster a step is than at tp 1. */
    double speed() {
        return Math.pow(2 * tpEfficiency, Math.log(tp) / Math.log(2));
    }

    /** KV blocks of all ranks. */
    int totalBlocks() {
        return (int) Math.min(Integer.MAX_VALUE, (long) kvBlocks * tp);
    }
}
