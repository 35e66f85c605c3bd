package io.infermark.endpoint;

import java.util.List;

/**
 * What was found out of an endpoint before anything is measured.
 *
 * @param dialect detected or forced
 * @param dialectForced whether an option said so
 * @param engineVersion as the server says; empty if it does not
 * @param catalog what it lists; empty where it has no list
 * @param model the name that requests carry
 * @param maxModelLen tokens of prompt and output together; 0: unknown
 * @param vocabularySize 0: unknown
 * @param slots requests that are processed at once, the others wait; 0: unknown
 * @param capabilities what it takes, confirmed by a request
 * @param tokenIdRange range of token ids that it accepted, as {first, end}; empty where it takes none
 * @param provenance as declared by its header
 * @param outputLimitField {@code max_tokens} or {@code max_completion_tokens}
 * @param notes what was corrected or could not be found out, a sentence each
 */
public record EndpointFacts(
        Dialect dialect,
        boolean dialectForced,
        String engineVersion,
        ModelCatalog catalog,
        String model,
        int maxModelLen,
        int vocabularySize,
        int slots,
        Capabilities capabilities,
        List<Integer> tokenIdRange,
        DeclaredProvenance provenance,
        String outputLimitField,
        List<String> notes) {
    public EndpointFacts {
        tokenIdRange = List.copyOf(tokenIdRange);
        notes = List.copyOf(notes);
    }
}
