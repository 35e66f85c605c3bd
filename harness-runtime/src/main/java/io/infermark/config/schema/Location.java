package io.infermark.config.schema;

import io.infermark.config.SourcePosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path while a value is being read, as a chain towards the root: costs one object a level and no copy. */
record Location(@Nullable Location parent, String segment, SourcePosition position) {

    static Location root(SourcePosition position) {
        return new Location(null, "", position);
    }

    Location child(String name, SourcePosition at) {
        return new Location(this, name, at);
    }

    List<String> path() {
        List<String> path = new ArrayList<>();
        for (Location at = this; at != null && at.parent != null; at = at.parent) {
            path.add(at.segment);
        }
        Collections.reverse(path);
        return path;
    }

    Violation violation(String type, String message) {
        return violation(type, message, "");
    }

    /** A cross-field rule that is broken here. */
    Violation broken(Check.Broken rule) {
        return new Violation(path(), "value_error", "Value error, " + rule.sentence(), position, "", rule.code());
    }

    Violation violation(String type, String message, String hint) {
        return new Violation(path(), type, message, position, hint, "");
    }
}
