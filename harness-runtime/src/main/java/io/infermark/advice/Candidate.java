package io.infermark.advice;

import io.infermark.api.Precision;
import org.jspecify.annotations.Nullable;

/**
 * One combination that a class could declare, or nearly.
 *
 * @param gpus that one replica takes
 * @param weightsGib of one GPU
 * @param cacheGib KV cache of one request at its full length, of one GPU; null if the model's shape is not known
 * @param headroomGib of one GPU beside the weights, negative if they do not fit; null if the hardware's memory is not limited
 * @param maxConcurrency requests of full length whose cache fits at once, at most; null if it cannot be told
 * @param reason what the validator says against it; empty: nothing
 */
public record Candidate(
        Precision precision,
        int tp,
        int ep,
        int gpus,
        Verdict verdict,
        double weightsGib,
        @Nullable Double cacheGib,
        @Nullable Double headroomGib,
        @Nullable Integer maxConcurrency,
        String reason) {
    /** Whether it fits. */
    public enum Verdict {
        /** Weights and the cache of all streams. */
        FITS,
        /** Weights and one context, but not all streams: requests wait inside the engine. */
        TIGHT,
        /** Not even one context. */
        TOO_LARGE;

        /** As people read it. */
        public String label() {
            return switch (this) {
                case FITS -> "fits";
                case TIGHT -> "tight";
                case TOO_LARGE -> "does not fit";
            };
        }
    }

    /** Whether a server starts with it. */
    public boolean fits() {
        return verdict != Verdict.TOO_LARGE;
    }
}
