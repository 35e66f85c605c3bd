package io.infermark.classes;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Master files as people write them: mappings as blocks, search-space rows and worker blocks without nesting on one line. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");

    /** Words that YAML 1.1 reads as something other than text. */
    private static final Set<String> WORDS =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "null", "nan", "inf");

    private final StringBuilder out = new StringBuilder();

    void scalar(String key, String value) {
        out.append(text(key)).append(": ").append(text(value)).append('\n');
    }

    void entry(String key, Mapping value) {
        if (!out.isEmpty()) {
            out.append('\n');
        }
        out.append(text(key)).append(":\n");
        block(value, 2);
    }

    private void block(Mapping mapping, int indent) {
        for (Map.Entry<String, Value> member : mapping.entries().entrySet()) {
            out.append(" ".repeat(indent));
            member(member.getKey(), member.getValue(), indent);
        }
    }

    private void member(String key, Value value, int indent) {
        out.append(text(key)).append(':');
        if (value instanceof Mapping nested && !isFlat(nested)) {
            out.append('\n');
            block(nested, indent + 2);
        } else if (value instanceof Value.Sequence list && holdsMappings(list)) {
            out.append('\n');
            list.items().forEach(item -> item((Mapping) item, indent + 2));
        } else {
            out.append(' ').append(flow(value)).append('\n');
        }
    }

    private void item(Mapping item, int indent) {
        out.append(" ".repeat(indent)).append("- ");
        if (isFlat(item)) {
            out.append(flow(item)).append('\n');
            return;
        }
        boolean first = true;
        for (Map.Entry<String, Value> member : item.entries().entrySet()) {
            out.append(first ? "" : " ".repeat(indent + 2));
            member(member.getKey(), member.getValue(), indent + 2);
            first = false;
        }
    }

    private static boolean holdsMappings(Value.Sequence list) {
        return !list.items().isEmpty() && list.items().get(0) instanceof Mapping;
    }

    private static boolean isFlat(Mapping mapping) {
        return mapping.entries().values().stream()
                .noneMatch(value -> value instanceof Mapping
                        || (value instanceof Value.Sequence list
                                && list.items().stream().anyMatch(item -> !(item instanceof Value.Whole))));
    }

    private static String flow(Value value) {
        if (value instanceof Mapping mapping) {
            List<String> members = mapping.entries().entrySet().stream()
                    .map(member -> text(member.getKey()) + ": " + flow(member.getValue()))
                    .toList();
            return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
        }
        if (value instanceof Value.Sequence list) {
            return "["
                    + String.join(
                            ", ", list.items().stream().map(YamlText::flow).toList()) + "]";
        }
        if (value instanceof Value.Text text) {
            return text(text.text());
        }
        if (value instanceof Value.Whole whole) {
            return whole.number().toString();
        }
        if (value instanceof Value.Real real) {
            return Double.toString(real.number());
        }
        return Boolean.toString(((Value.Flag) value).flag());
    }

    /** Quoted unless nothing could take it for something else. */
    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c >= ' ' && c < 0x7f) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
