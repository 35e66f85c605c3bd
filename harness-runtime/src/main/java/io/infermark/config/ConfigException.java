package io.infermark.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used; carries every problem found, never the first only. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** At most this many problems are put into the message; the rest are counted. */
    private static final int SHOWN = 100;

    private final transient List<Problem> problems;

    /**
     * Makes the exception.
     *
     * @param problems at least one problem
     */
    public ConfigException(List<Problem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    /** An exception of one error. */
    public static ConfigException of(String code, SourcePosition position, String message) {
        return new ConfigException(List.of(Problem.error(code, position, message)));
    }

    /** All problems, in the order in which they were found. */
    public List<Problem> problems() {
        return problems;
    }

    private static String text(List<Problem> problems) {
        String shown = problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - SHOWN;
        return more > 0 ? shown + "\n… and " + more + " more problems" : shown;
    }
}
