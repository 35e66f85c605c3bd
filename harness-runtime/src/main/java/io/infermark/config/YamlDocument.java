package io.infermark.config;

import java.util.List;

/**
 * A document that was read.
 *
 * @param root its value; {@link Value.Nothing} for an empty document
 * @param findings what a strict dialect refuses and a tolerant one accepts, as errors in the order of the text: codes
 *     {@code DuplicateKey}, {@code AmbiguousScalar}, {@code ByteOrderMark}, {@code CarriageReturn}, {@code TabCharacter}
 */
public record YamlDocument(Value root, List<Problem> findings) {

    /** Copies the findings. */
    public YamlDocument {
        findings = List.copyOf(findings);
    }
}
