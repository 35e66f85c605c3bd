package io.infermark.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds aggregates in folders. Files are read in the order of their paths, where upstream takes the file system's. */
public final class Aggregates {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Aggregates() {}

    /** Every object with {@code is_multinode} of the JSON files below a folder, alone in its file or in an array; files that hold something else are passed over. */
    public static List<ObjectNode> below(Path folder) throws IOException {
        List<ObjectNode> found = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            JsonNode root = read(file);
            if (root.isArray()) {
                root.forEach(node -> add(node, found));
            } else {
                add(root, found);
            }
        }
        return found;
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private static void add(JsonNode node, List<ObjectNode> found) {
        if (node instanceof ObjectNode object && object.has("is_multinode")) {
            found.add(object);
        }
    }

    /** A member that a row must have. */
    static JsonNode member(ObjectNode row, String name) {
        JsonNode value = row.get(name);
        if (value == null) {
            throw new SummaryException("[AggregateIncomplete] an aggregate has no \"" + name + "\": "
                    + row.path("infmax_model_prefix").asText("?") + " on "
                    + row.path("hw").asText("?") + ", concurrency "
                    + row.path("conc").asText("?") + ". Was it written by process_result.py or -rf inferencex-agg?");
        }
        return value;
    }

    /** Compares two values of a sort key: numbers as such, everything else as text. */
    static int order(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber()
                ? Double.compare(a.asDouble(), b.asDouble())
                : a.asText().compareTo(b.asText());
    }

    /** An order by some members, the first one first. */
    static java.util.Comparator<ObjectNode> by(List<String> names) {
        return (a, b) -> {
            for (String name : names) {
                int order = order(member(a, name), member(b, name));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }
}
