package io.infermark.validation;

import io.infermark.model.ModelSpec;
import io.infermark.model.Parallelism;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model takes of one GPU, from the facts that its declaration states. Weights are spread over TP × PP; the KV cache over PP and, up to one KV head a GPU (times DCP),
 * over TP; with data-parallel attention each GPU keeps the whole cache of its own requests. Activations, graphs and the engine's reserve are not in it: what does not fit by
 * this estimate does not fit.
 *
 * @param weightsGib weights in GiB
 * @param kvBytesPerToken KV cache of one token, {@value #KV_BYTES} bytes an element (BF16); 0 if the model's shape is not stated
 */
public record MemoryEstimate(double weightsGib, double kvBytesPerToken) {
    private static final int KV_BYTES = 2;
    private static final double GIB = 1L << 30;

    /** The estimate for one GPU; empty if the number of parameters is not stated. */
    public static Optional<MemoryEstimate> of(ModelSpec model, Parallelism parallelism) {
        if (model.parametersBillions() <= 0) {
            return Optional.empty();
        }
        double weights = model.parametersBillions() * 1e9 * model.precision().bytesPerParameter();
        double kv = 0;
        if (model.hasMemoryFacts()) {
            double all = 2.0 * model.layers() * model.kvHeads() * model.headDim() * KV_BYTES;
            int ways = parallelism.dpAttention()
                    ? parallelism.tp()
                    : Math.min(parallelism.tp(), model.kvHeads() * parallelism.dcp());
            kv = all / ways / parallelism.pp();
        }
        return Optional.of(new MemoryEstimate(weights / parallelism.tp() / parallelism.pp() / GIB, kv));
    }

    /** What one context adds to the weights, for messages. */
    String contextText(int tokens) {
        return kvBytesPerToken == 0
                ? " alone, without KV cache, which layers and heads that are not stated decide,"
                : String.format(
                        Locale.ROOT, " and %.1f GiB of KV cache for one context of %d tokens", kvGib(tokens), tokens);
    }

    /** KV cache of so many tokens in GiB. */
    public double kvGib(double tokens) {
        return kvBytesPerToken * tokens / GIB;
    }
}
