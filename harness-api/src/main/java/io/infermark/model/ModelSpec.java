package io.infermark.model;

import io.infermark.api.Precision;

/**
 * What is served; the members mean what {@link io.infermark.api.Model} says, with defaults filled in.
 *
 * @param prefix short name, never empty
 * @param servedName the name that requests carry; empty: ask the server
 * @param parametersBillions 0: not stated
 * @param maxModelLen 0: from the longest workload
 */
public record ModelSpec(
        String id,
        String prefix,
        Precision precision,
        String servedName,
        String tokenizer,
        String revision,
        double parametersBillions,
        int layers,
        int kvHeads,
        int headDim,
        int maxModelLen) {

    /** A model of which only the name and the precision are known. */
    public static ModelSpec of(String id, Precision precision) {
        return new ModelSpec(id, prefixOf(id), precision, "", "", "", 0, 0, 0, 0, 0);
    }

    /** The prefix that an id gets when none is stated: its last path segment in lower case, every run of other characters than letters and digits one {@code -}. */
    public static String prefixOf(String id) {
        String name = id.substring(id.lastIndexOf('/') + 1);
        return name.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("^-+|-+$", "");
    }

    /** Whether everything that a memory estimate of weights and KV cache needs is stated. */
    public boolean hasMemoryFacts() {
        return parametersBillions > 0 && layers > 0 && kvHeads > 0 && headDim > 0;
    }
}
