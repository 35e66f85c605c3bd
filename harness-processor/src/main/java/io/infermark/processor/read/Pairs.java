package io.infermark.processor.read;

import io.infermark.processor.report.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts of the form {@code name=value}. */
final class Pairs {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Pairs() {}

    /** Environment; the place of each variable is remembered as {@code path.NAME}. */
    static Map<String, String> environment(Reading reading, String path, List<Members.Item<String>> items) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Members.Item<String> item : items) {
            int equals = item.value().indexOf('=');
            String name = equals < 0 ? item.value() : item.value().substring(0, equals);
            if (equals < 0 || !VARIABLE.matcher(name).matches()) {
                reading.unreadable(path, item.place(), Message.ENV_MALFORMED, item.value());
            } else if (map.containsKey(name)) {
                reading.unreadable(path, item.place(), Message.ENV_TWICE, name);
            } else {
                map.put(name, item.value().substring(equals + 1));
                reading.place(path + "." + name, item.place());
            }
        }
        return map;
    }

    /** Body fields; the place of each is remembered as {@code path.name}. */
    static Map<String, String> body(Reading reading, String path, List<Members.Item<String>> items) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Members.Item<String> item : items) {
            int equals = item.value().indexOf('=');
            String name = equals < 0 ? "" : item.value().substring(0, equals).strip();
            if (name.isEmpty()) {
                reading.unreadable(path, item.place(), Message.BODY_MALFORMED, item.value());
            } else if (map.containsKey(name)) {
                reading.unreadable(path, item.place(), Message.BODY_TWICE, name);
            } else {
                map.put(name, item.value().substring(equals + 1).strip());
                reading.place(path + "." + name, item.place());
            }
        }
        return map;
    }
}
