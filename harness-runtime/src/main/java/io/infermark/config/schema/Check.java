package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cross-field rule of a model.
 *
 * @param name upstream's name of the rule, part of pydantic's label of the model inside a union
 * @param rule tells what is wrong with the coerced model, or null
 */
public record Check(String name, Rule rule) {

    /** The rule itself. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Judges a model whose fields are all valid.
         *
         * @param model coerced values by key, defaults filled in
         * @param given keys of the fields that the file sets
         * @return what is wrong, or null
         */
        @Nullable
        Broken violation(Value.Mapping model, Set<String> given);
    }

    /**
     * A rule that is broken.
     *
     * @param code the code that the same mistake has everywhere
     * @param sentence upstream's sentence of what is wrong
     */
    public record Broken(String code, String sentence) {}
}
