package io.infermark.server.recipe;

import io.infermark.model.Suggestion;
import io.infermark.spi.RecipeException;
import io.infermark.spi.StartPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words with {@code {name}} placeholders. Braces around anything but a name are left alone, so JSON passes. */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.-]*)}");
    private static final Set<String> FILLED_AT_START = Set.of(StartPlan.PORT, StartPlan.FILES);

    private final Map<String, String> values;

    Template(Map<String, String> values) {
        this.values = values;
    }

    List<String> words(List<String> words, String where) {
        return words.stream().map(word -> word(word, where)).toList();
    }

    private String word(String word, String where) {
        Matcher matcher = PLACEHOLDER.matcher(word);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = FILLED_AT_START.contains(matcher.group()) && !values.containsKey(matcher.group(1))
                    ? matcher.group()
                    : values.get(matcher.group(1));
            if (value == null) {
                throw new RecipeException("[PlaceholderUnknown] " + where + " names {" + matcher.group(1)
                        + "}, which is nothing that a point has."
                        + Suggestion.sentence(matcher.group(1), new TreeSet<>(values.keySet())));
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
