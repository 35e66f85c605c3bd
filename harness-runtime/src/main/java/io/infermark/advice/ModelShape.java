package io.infermark.advice;

import io.infermark.api.Precision;
import io.infermark.config.master.ModelFacts;
import io.infermark.model.ModelSpec;
import java.util.Optional;

/**
 * What the estimate must know of a model.
 *
 * @param layers 0, like the rest: not known, so only weights are estimated
 * @param experts of a layer; 0: dense, or not known
 */
public record ModelShape(String id, double parametersBillions, int layers, int kvHeads, int headDim, int experts) {
    /** The shape that the facts about models hold; empty if neither they nor the name tell a size. */
    public static Optional<ModelShape> of(String id, ModelFacts facts) {
        return facts.ofId(id)
                .map(of -> new ModelShape(
                        id, of.parametersBillions(), of.layers(), of.kvHeads(), of.headDim(), of.experts()));
    }

    /** Whether the KV cache can be estimated. */
    public boolean cacheKnown() {
        return layers > 0 && kvHeads > 0 && headDim > 0;
    }

    ModelSpec spec(Precision precision) {
        return new ModelSpec(
                id, ModelSpec.prefixOf(id), precision, "", "", "", parametersBillions, layers, kvHeads, headDim, 0);
    }
}
