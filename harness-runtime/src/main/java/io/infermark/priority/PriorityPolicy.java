package io.infermark.priority;

import io.infermark.compat.PythonText;
import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The weights, as {@code configs/ci-priority.yaml} has them. A weight that is left out is 0. */
public final class PriorityPolicy {
    private static final int VERSION = 1;

    private final Mapping root;

    private PriorityPolicy(Mapping root) {
        this.root = root;
    }

    /**
     * A policy from its document.
     *
     * @throws ConfigException {@code [PolicyVersion]} unless it is of version 1
     */
    public static PriorityPolicy of(Value document) {
        if (document instanceof Mapping mapping
                && mapping.get("version") instanceof Value.Whole version
                && version.number().equals(java.math.BigInteger.valueOf(VERSION))) {
            return new PriorityPolicy(mapping);
        }
        throw ConfigException.of(
                "PolicyVersion",
                document.position(),
                "the priority policy is not of version " + VERSION
                        + ". Its first key must be \"version: 1\"; see configs/ci-priority.yaml.");
    }

    private @Nullable Value at(String... path) {
        Value value = root;
        for (String name : path) {
            value = value instanceof Mapping mapping ? mapping.get(name) : null;
        }
        return value;
    }

    /** A weight: 0 if it is not there. */
    BigDecimal weight(String... path) {
        return number(at(path), String.join(".", path));
    }

    private static BigDecimal number(@Nullable Value value, String what) {
        if (value instanceof Value.Whole whole) {
            return new BigDecimal(whole.number());
        }
        if (value instanceof Value.Real real && Double.isFinite(real.number())) {
            return new BigDecimal(PythonText.real(real.number()));
        }
        if (value == null) {
            return BigDecimal.ZERO;
        }
        throw ConfigException.of(
                "PolicyWeight",
                value.position(),
                what + " of the priority policy is no number, but a " + value.pythonType()
                        + ". Write one, or leave it out.");
    }

    /** Weights by name, in the order of the file. */
    Map<String, BigDecimal> weights(String kind) {
        Map<String, BigDecimal> weights = new LinkedHashMap<>();
        if (at("adjustments", kind) instanceof Mapping mapping) {
            mapping.entries().forEach((name, value) -> weights.put(name, number(value, kind + "." + name)));
        }
        return weights;
    }

    /** Names in a list of labels. */
    Set<String> names(String label, String list) {
        Set<String> names = new LinkedHashSet<>();
        if (at("labels", label, list) instanceof Value.Sequence sequence) {
            sequence.items().forEach(item -> {
                if (item instanceof Value.Text text) {
                    names.add(text.text());
                }
            });
        }
        return names;
    }

    /** The label that lets a pull request pass the queue; empty if there is none. */
    String skipLabel() {
        return at("labels", "skip-queue", "name") instanceof Value.Text text ? text.text() : "";
    }
}
