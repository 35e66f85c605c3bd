package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of several types; when none accepts the value, the violations of all, each below its member's label. */
final class UnionType extends FieldType {

    private final List<FieldType> members;

    UnionType(List<FieldType> members) {
        this.members = members;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        List<Violation> all = new ArrayList<>();
        for (FieldType member : members) {
            int before = all.size();
            Value value = member.read(input, at.child(member.label(), at.position()), all);
            if (value != null && all.size() == before) {
                return value;
            }
        }
        violations.addAll(all);
        return null;
    }

    @Override
    String label() {
        return "union["
                + String.join(",", members.stream().map(FieldType::label).toList()) + "]";
    }
}
