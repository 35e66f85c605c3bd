package io.infermark.validation;

import java.util.OptionalInt;

/** GPUs of a node of other hardware than the declaration's own, which workers may name. */
@FunctionalInterface
public interface NodeSizes {
    /** Of no label anything is known: rules about such nodes say nothing. */
    NodeSizes UNKNOWN = label -> OptionalInt.empty();

    /** GPUs of a node with this label; empty if nobody knows. */
    OptionalInt of(String label);
}
