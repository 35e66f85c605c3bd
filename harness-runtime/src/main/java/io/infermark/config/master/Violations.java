package io.infermark.config.master;

import io.infermark.config.Problem;
import io.infermark.config.schema.Violation;
import java.util.List;

/** Turns violations of a schema into problems for people. */
public final class Violations {

    private Violations() {}

    /**
     * One problem a violation.
     *
     * @param context what was validated, for example {@code Master config entry 'k' failed validation}
     */
    public static List<Problem> problems(String context, List<Violation> violations) {
        return violations.stream().map(violation -> problem(context, violation)).toList();
    }

    private static Problem problem(String context, Violation violation) {
        String path = violation.path();
        String hint = violation.hint();
        return Problem.error(
                code(violation.type()),
                violation.position(),
                context + ": " + (path.isEmpty() ? "" : path + ": ") + violation.message()
                        + (hint.isEmpty() ? "" : ". " + hint));
    }

    private static String code(String type) {
        return switch (type) {
            case "extra_forbidden" -> "UnknownKey";
            case "missing" -> "MissingKey";
            case "value_error" -> "RuleBroken";
            case "literal_error" -> "UnknownChoice";
            default -> "WrongValue";
        };
    }
}
