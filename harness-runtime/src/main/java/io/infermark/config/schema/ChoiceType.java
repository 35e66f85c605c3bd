package io.infermark.config.schema;

import io.infermark.config.Value;
import io.infermark.model.Suggestion;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One of some strings, exactly as written. */
final class ChoiceType extends FieldType {

    private final List<String> choices;

    ChoiceType(List<String> choices) {
        this.choices = choices;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        if (input instanceof Value.Text text && choices.contains(text.text())) {
            return text;
        }
        String hint = input instanceof Value.Text text ? Suggestion.ofKey(text.text(), choices, List.of()) : "";
        violations.add(at.violation("literal_error", "Input should be " + sentence(), hint));
        return null;
    }

    private String sentence() {
        int last = choices.size() - 1;
        String quoted = choices.stream().limit(last).map(c -> "'" + c + "'").collect(Collectors.joining(", "));
        return (quoted.isEmpty() ? "" : quoted + " or ") + "'" + choices.get(last) + "'";
    }

    @Override
    String label() {
        return "literal[" + choices.stream().map(c -> "'" + c + "'").collect(Collectors.joining(",")) + "]";
    }
}
