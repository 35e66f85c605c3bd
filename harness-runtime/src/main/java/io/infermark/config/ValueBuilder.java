package io.infermark.config;

import io.infermark.config.Value.Mapping;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns snakeyaml's nodes into values as PyYAML's SafeConstructor does: merge keys are flattened, of equal keys the last
 * wins. An anchored node is built once and shared, so a document costs its own size however its aliases multiply; the size
 * after expansion is bounded too, because everything later walks the tree.
 */
final class ValueBuilder {

    private final String source;
    private final YamlLimits limits;
    private final List<Problem> findings;
    private final IdentityHashMap<Node, Built> done = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

    private final boolean plainKeys;

    private long merged;

    private record Built(Value value, long size) {}

    ValueBuilder(String source, YamlLimits limits, boolean plainKeys, List<Problem> findings) {
        this.source = source;
        this.limits = limits;
        this.plainKeys = plainKeys;
        this.findings = findings;
    }

    Value build(Node root) {
        return node(root).value();
    }

    private Built node(Node node) {
        if (node instanceof ScalarNode scalar) {
            return new Built(scalar(scalar), 1);
        }
        Built known = done.get(node);
        if (known != null) {
            return known;
        }
        if (open.put(node, Boolean.TRUE) != null) {
            throw ConfigException.of(
                    "YamlRecursiveAlias", at(node), "an alias stands inside the value it names. Write the value out.");
        }
        Built built = node instanceof SequenceNode sequence ? sequence(sequence) : mapping((MappingNode) node);
        open.remove(node);
        requireBounded(built.size(), node);
        done.put(node, built);
        return built;
    }

    private void requireBounded(long size, Node node) {
        if (size > limits.expandedNodes()) {
            throw ConfigException.of(
                    "YamlAliasBomb",
                    at(node),
                    "aliases expand to more than " + limits.expandedNodes() + " values, the limit. Remove aliases.");
        }
    }

    private Built sequence(SequenceNode node) {
        requireTag(node, Tag.SEQ);
        List<Value> items = new ArrayList<>(node.getValue().size());
        long size = 1;
        for (Node item : node.getValue()) {
            Built built = node(item);
            items.add(built.value());
            size = saturated(size, built.size());
        }
        return new Built(new Value.Sequence(items, at(node)), size);
    }

    private Built mapping(MappingNode node) {
        requireTag(node, Tag.MAP);
        Map<String, Value> entries = new LinkedHashMap<>();
        Map<String, SourcePosition> keys = new LinkedHashMap<>();
        long size = merged(node, entries, keys);
        Map<String, SourcePosition> own = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                continue;
            }
            String key = key(tuple.getKeyNode());
            SourcePosition position = at(tuple.getKeyNode());
            SourcePosition first = own.put(key, position);
            if (first != null) {
                duplicate(key, first, position);
            }
            Built built = node(tuple.getValueNode());
            entries.put(key, built.value());
            keys.put(key, position);
            size = saturated(size, built.size() + 1);
        }
        return new Built(new Mapping(entries, keys, at(node)), size);
    }

    /** Entries of {@code <<} come first, so that the mapping's own win; of several merged mappings the first wins. */
    private long merged(MappingNode node, Map<String, Value> entries, Map<String, SourcePosition> keys) {
        long size = 1;
        for (NodeTuple tuple : node.getValue()) {
            if (!Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                continue;
            }
            if (plainKeys) {
                throw ConfigException.of(
                        "YamlTag",
                        at(tuple.getKeyNode()),
                        "the key << would merge another mapping, which this file may not do. Write the keys out.");
            }
            List<Mapping> sources = new ArrayList<>();
            Built built = node(tuple.getValueNode());
            size = saturated(size, built.size());
            if (built.value() instanceof Mapping mapping) {
                sources.add(mapping);
            } else if (built.value() instanceof Value.Sequence sequence) {
                for (Value item : sequence.items()) {
                    sources.add(0, requireMapping(item));
                }
            } else {
                requireMapping(built.value());
            }
            for (Mapping mapping : sources) {
                // Unlike other aliases, a merge copies what it names.
                merged = saturated(merged, mapping.entries().size());
                requireBounded(merged, tuple.getKeyNode());
                entries.putAll(mapping.entries());
                keys.putAll(mapping.keyPositions());
            }
        }
        return size;
    }

    private static Mapping requireMapping(Value value) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        throw ConfigException.of(
                "YamlSyntax",
                value.position(),
                "<< merges mappings, but this is a " + value.pythonType() + ". Name the anchor of a mapping.");
    }

    private String key(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw ConfigException.of(
                    "YamlSyntax", at(node), "a list or mapping cannot be a key here. Write a string as key.");
        }
        if (PyYamlScalars.VALUE.equals(scalar.getTag()) && !plainKeys) {
            return scalar.getValue();
        }
        Value value = scalar(scalar);
        return value instanceof Value.Text text
                ? text.text()
                : Mapping.foreignKey(value.pythonType(), scalar.getValue());
    }

    private Value scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        SourcePosition at = at(node);
        if (node.getScalarStyle() == ScalarStyle.PLAIN && text.length() <= PyYamlScalars.MAX_DIGITS) {
            String ambiguity = PyYamlScalars.ambiguity(text, tag);
            if (ambiguity != null) {
                report(Problem.error("AmbiguousScalar", at, ambiguity));
            }
        }
        if (tag.equals(Tag.STR)) {
            return new Value.Text(text, at);
        }
        boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
        if (PyYamlScalars.LONG_NUMBER.equals(tag) || (number && text.length() > PyYamlScalars.MAX_DIGITS)) {
            throw ConfigException.of(
                    "NumberTooLong",
                    at,
                    "a number of " + text.length() + " characters; " + PyYamlScalars.MAX_DIGITS
                            + " are the limit. Quote it if a string is meant.");
        }
        Value typed = typed(text, tag, at);
        if (typed == null) {
            throw ConfigException.of(
                    "YamlTag",
                    at,
                    "'" + text + "' cannot be read with the tag " + tag.getValue() + ". Remove the tag, or quote the"
                            + " value if a string is meant.");
        }
        return typed;
    }

    private static @Nullable Value typed(String text, Tag tag, SourcePosition at) {
        try {
            if (tag.equals(Tag.INT)) {
                return new Value.Whole(PyYamlScalars.whole(text), at);
            }
            if (tag.equals(Tag.FLOAT)) {
                return new Value.Real(PyYamlScalars.real(text), at);
            }
        } catch (NumberFormatException e) {
            return null;
        }
        if (tag.equals(Tag.NULL)) {
            return new Value.Nothing(at);
        }
        if (tag.equals(Tag.TIMESTAMP)) {
            return new Value.Timestamp(text, at);
        }
        Boolean flag = tag.equals(Tag.BOOL) ? PyYamlScalars.flag(text) : null;
        return flag == null ? null : new Value.Flag(flag, at);
    }

    private void requireTag(Node node, Tag expected) {
        if (!expected.equals(node.getTag())) {
            throw ConfigException.of(
                    "YamlTag",
                    at(node),
                    "the tag " + node.getTag().getValue() + " is not supported in configuration files. Remove it.");
        }
    }

    private void duplicate(String key, SourcePosition first, SourcePosition second) {
        report(Problem.error(
                "DuplicateKey",
                second,
                "the key '" + Mapping.display(key) + "' stands at " + first + " already; the later one would win."
                        + " Remove or rename one of them."));
    }

    private void report(Problem problem) {
        if (findings.size() < limits.findings()) {
            findings.add(problem);
        }
    }

    private SourcePosition at(Node node) {
        Mark mark = node.getStartMark();
        return new SourcePosition(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
