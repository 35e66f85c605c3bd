package io.infermark.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a command prints what it found out. */
enum ReportFormat {
    TEXT,
    JSON;

    /** An empty document with its schema, version 1.0. */
    static ObjectNode document(String schema) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("schema").put("name", schema).put("major", 1).put("minor", 0);
        return root;
    }
}
