package io.infermark.cli.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Upstream's rule for an option that is given twice: the last one counts, with its values, and the earlier ones as if they were not there. picocli would join the values of
 * lists and refuse other options.
 */
public final class LastWins {
    private LastWins() {}

    /** The words without what a later word of the same option replaces. What comes before the first option stays. */
    public static List<String> of(List<String> words) {
        List<String> before = new ArrayList<>();
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> current = before;
        for (String word : words) {
            if (word.startsWith("--") && word.length() > 2) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                current = new ArrayList<>();
                options.remove(name);
                options.put(name, current);
            }
            current.add(word);
        }
        options.values().forEach(before::addAll);
        return before;
    }
}
