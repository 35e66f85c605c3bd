package io.infermark.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Compares JSON: object keys in any order, numbers with a relative tolerance of 1e-9. */
public final class JsonDifference {

    private static final double TOLERANCE = 1e-9;
    private static final int SHOWN = 10;

    private final List<String> differences = new ArrayList<>();

    private JsonDifference() {}

    /** Differences, at most ten; empty when equal. */
    public static List<String> between(JsonNode expected, JsonNode actual) {
        JsonDifference difference = new JsonDifference();
        difference.compare("$", expected, actual);
        return difference.differences;
    }

    private void add(String path, Object expected, Object actual) {
        if (differences.size() < SHOWN) {
            differences.add(path + ": expected " + expected + ", was " + actual);
        }
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            double a = expected.doubleValue();
            double b = actual.doubleValue();
            if (Math.abs(a - b) > TOLERANCE * Math.max(Math.abs(a), Math.abs(b))) {
                add(path, expected, actual);
            }
        } else if (expected.isObject() && actual.isObject()) {
            compareObjects(path, expected, actual);
        } else if (expected.isArray() && actual.isArray()) {
            if (expected.size() != actual.size()) {
                add(path + ".length", expected.size(), actual.size());
            }
            for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else if (!expected.equals(actual)) {
            add(path, expected, actual);
        }
    }

    private void compareObjects(String path, JsonNode expected, JsonNode actual) {
        Iterator<String> names = expected.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (actual.has(name)) {
                compare(path + "." + name, expected.get(name), actual.get(name));
            } else {
                add(path + "." + name, expected.get(name), "absent");
            }
        }
        actual.fieldNames().forEachRemaining(name -> {
            if (!expected.has(name)) {
                add(path + "." + name, "absent", actual.get(name));
            }
        });
    }
}
