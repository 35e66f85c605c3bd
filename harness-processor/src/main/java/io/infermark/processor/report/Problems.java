package io.infermark.processor.report;

import java.util.ArrayList;
import java.util.List;

/** Everything found wrong with one class, in the order found. Single-threaded. */
public final class Problems {
    private final List<Problem> list = new ArrayList<>();

    /** Adds a message of the processor's own. */
    public void add(Message message, Place place, Object... arguments) {
        add(message.severity(), place, message.text(arguments));
    }

    /** Adds a finished text. */
    public void add(Problem.Severity severity, Place place, String text) {
        list.add(new Problem(severity, place, text));
    }

    /** A copy of what was added. */
    public List<Problem> all() {
        return List.copyOf(list);
    }

    /** Whether nothing may be generated. */
    public boolean hasErrors() {
        return list.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }
}
