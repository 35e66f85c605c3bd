package io.infermark.bottleneck;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code bottlenecks.json} of a run. */
public final class BottleneckFile {
    private BottleneckFile() {}

    /** Its text. */
    public static String text(List<Bottleneck> bottlenecks) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("schema")
                .put("name", "infermark.bottlenecks")
                .put("major", 1)
                .put("minor", 0);
        ArrayNode all = root.putArray("bottlenecks");
        for (Bottleneck bottleneck : bottlenecks) {
            all.addObject()
                    .put("point", bottleneck.point())
                    .put("code", bottleneck.kind().label())
                    .put("evidence", bottleneck.evidence())
                    .put("fix", bottleneck.fix());
        }
        return root.toPrettyString() + "\n";
    }
}
