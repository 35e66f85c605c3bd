package io.infermark.endpoint;

import java.util.List;

/**
 * An entry of {@code /models}.
 *
 * @param id the name that requests carry
 * @param aliases further names that the server states
 * @param ownedBy as the server says; empty if it does not
 * @param maxModelLen tokens of prompt and output together; 0: not stated
 * @param vocabularySize 0: not stated
 * @param parameters of the model; 0: not stated
 */
public record ServedModel(
        String id, List<String> aliases, String ownedBy, int maxModelLen, int vocabularySize, long parameters) {
    public ServedModel {
        aliases = List.copyOf(aliases);
    }

    /** Whether requests may call it that. */
    public boolean named(String name) {
        return id.equals(name) || aliases.contains(name);
    }
}
