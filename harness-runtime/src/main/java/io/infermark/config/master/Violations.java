package io.infermark.config.master;

import io.infermark.config.Problem;
import io.infermark.config.schema.Violation;
import io.infermark.validation.Code;
import java.util.List;
import java.util.Set;

/** Turns violations of a schema into problems for people. */
public final class Violations {

    private static final Set<String> COMPONENTS = Set.of("router", "kv-offload-backend");

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
                code(violation),
                violation.position(),
                context + ": " + (path.isEmpty() ? "" : path + ": ") + violation.message()
                        + (hint.isEmpty() ? "" : ". " + hint));
    }

    private static String code(Violation violation) {
        return switch (violation.type()) {
            case "extra_forbidden" -> "UnknownKey";
            case "missing" -> "MissingKey";
            case "value_error" -> violation.code().isEmpty() ? "RuleBroken" : violation.code();
            case "literal_error" -> "UnknownChoice";
            case "greater_than", "greater_than_equal", "less_than_equal" -> bound(violation);
            case "string_too_short" -> ofComponent(violation) ? Code.COMPONENT_INCOMPLETE.code() : "WrongValue";
            default -> "WrongValue";
        };
    }

    /** A number beyond its bound has the code that it has in a class. */
    private static String bound(Violation violation) {
        return switch (last(violation, 0)) {
            case "isl", "osl" -> Code.LENGTH_TOO_SMALL.code();
            case "dram-utilization", "dram_utilization" -> Code.DRAM_UTILIZATION.code();
            default -> Code.VALUE_TOO_SMALL.code();
        };
    }

    private static boolean ofComponent(Violation violation) {
        return COMPONENTS.contains(last(violation, 1).replace('_', '-'));
    }

    private static String last(Violation violation, int fromEnd) {
        int index = violation.location().size() - 1 - fromEnd;
        return index < 0 ? "" : violation.location().get(index);
    }
}
