package io.infermark.validation;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Condition;
import io.infermark.model.Exclusion;
import io.infermark.model.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules of exclusions that can be told without the points. */
final class ExclusionRules {
    private static final Set<String> TEXT_AXES = Set.of("workload", "dpAttention", "specDecoding", "arrival");

    private final BenchmarkSpec spec;
    private final Findings findings;
    private final Set<String> axes;

    ExclusionRules(BenchmarkSpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
        this.axes = new TreeSet<>(RowRules.BUILT_IN);
        spec.rows().forEach(row -> row.axes().forEach(axis -> axes.add(axis.name())));
    }

    void check() {
        for (int i = 0; i < spec.exclusions().size(); i++) {
            Exclusion exclusion = spec.exclusions().get(i);
            String path = "exclude[" + i + "]";
            if (exclusion.conditions().isEmpty()) {
                findings.add(Code.EXCLUDE_EMPTY, path);
            }
            for (int j = 0; j < exclusion.conditions().size(); j++) {
                check(exclusion.conditions().get(j), path + "[" + j + "]");
            }
        }
    }

    private void check(Condition condition, String path) {
        if (!axes.contains(condition.axis())) {
            findings.add(Code.AXIS_UNKNOWN, path, condition.axis(), suggestion(condition.axis()));
        } else if (ordering(condition)) {
            for (String value : comparedValues(condition)) {
                if (!numeric(value)) {
                    findings.add(Code.CONDITION_NOT_NUMERIC, path, condition, "\"" + value + "\"");
                    return;
                }
            }
        }
    }

    private String suggestion(String axis) {
        if (axis.equalsIgnoreCase("concurrency")) {
            return " Did you mean \"conc\"?";
        }
        List<String> known = new ArrayList<>(axes);
        known.add("concurrency");
        String sentence = Suggestion.sentence(axis, known);
        return sentence.replace("\"concurrency\"", "\"conc\"").replace(", concurrency.", ".");
    }

    private static boolean ordering(Condition condition) {
        return condition.operator() != Condition.Operator.EQUAL && condition.operator() != Condition.Operator.NOT_EQUAL;
    }

    /** The condition's own value, and those of its axis that may be no numbers. */
    private List<String> comparedValues(Condition condition) {
        List<String> values = new ArrayList<>(List.of(condition.value()));
        if (TEXT_AXES.contains(condition.axis())) {
            values.add(condition.axis());
        }
        spec.rows()
                .forEach(row -> row.axes().stream()
                        .filter(axis -> axis.name().equals(condition.axis()))
                        .forEach(axis -> values.addAll(axis.values())));
        return values;
    }

    private static boolean numeric(String text) {
        if (text.equals("inf")) {
            return true;
        }
        try {
            return !Double.isNaN(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
