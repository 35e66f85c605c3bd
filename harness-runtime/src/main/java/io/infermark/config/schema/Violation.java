package io.infermark.config.schema;

import io.infermark.config.SourcePosition;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One way in which a value breaks its schema.
 *
 * @param location path from the value that was read: keys, list indices and names of union members, as pydantic's {@code loc}
 * @param type pydantic's error type, for example {@code extra_forbidden}
 * @param message pydantic's sentence
 * @param position where it stands in the file
 * @param hint what to write instead; empty when the message says it all
 * @param code the code of the rule that is broken; empty where the type says it all
 */
public record Violation(
        List<String> location, String type, String message, SourcePosition position, String hint, String code) {

    /** Copies the location. */
    public Violation {
        location = List.copyOf(location);
    }

    /** The location joined with dots, a key that has dots of its own between backticks, as pydantic prints it. */
    public String path() {
        return location.stream()
                .map(key -> key.indexOf('.') < 0 ? key : "`" + key + "`")
                .collect(Collectors.joining("."));
    }
}
