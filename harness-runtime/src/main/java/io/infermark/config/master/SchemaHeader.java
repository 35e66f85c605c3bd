package io.infermark.config.master;

import io.infermark.config.schema.Field;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Types;
import java.util.List;

/** The {@code schema: {name, major, minor}} that every file of ours begins with. */
final class SchemaHeader {

    private SchemaHeader() {}

    static Model of(String name) {
        return Model.strictlyNamed(
                "SchemaHeader",
                List.of(
                        Field.required("name", Types.choice(name)),
                        Field.required("major", Types.wholeFrom(1)),
                        Field.required("minor", Types.wholeFrom(0))));
    }
}
