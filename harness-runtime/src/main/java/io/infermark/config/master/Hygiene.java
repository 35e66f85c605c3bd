package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which oddities of a text stop the command. */
public enum Hygiene {
    /** Bug for bug: what PyYAML accepts is accepted. For a dialect that the user forced. */
    UPSTREAM,
    /** For a compatible dialect that was detected: the values are upstream's, the text must be clean. */
    CLEAN_TEXT,
    /** For native files: duplicate keys and ambiguous scalars are refused as well. */
    STRICT;

    private static final Set<String> TEXT = Set.of("ByteOrderMark", "CarriageReturn", "TabCharacter");

    private boolean refuses(String code) {
        return this == STRICT || (this == CLEAN_TEXT && TEXT.contains(code));
    }

    /** What applies to a dialect. */
    public static Hygiene of(Dialect dialect, boolean forced) {
        if (dialect == Dialect.NATIVE) {
            return STRICT;
        }
        return forced ? UPSTREAM : CLEAN_TEXT;
    }

    /** Splits findings into errors and warnings. */
    List<Problem> split(List<Problem> findings, Severity wanted) {
        List<Problem> chosen = new ArrayList<>();
        for (Problem finding : findings) {
            boolean error = refuses(finding.code());
            if (error == (wanted == Severity.ERROR) && isWorthSaying(finding, error)) {
                chosen.add(finding.as(wanted));
            }
        }
        return chosen;
    }

    /** Scalars that upstream reads in its own way are no news in a compatible file. */
    private static boolean isWorthSaying(Problem finding, boolean error) {
        return error || !finding.code().equals("AmbiguousScalar");
    }

    /**
     * Refuses what must be refused.
     *
     * @return the rest as warnings
     * @throws ConfigException with every finding that is an error
     */
    List<Problem> judge(List<Problem> findings) {
        List<Problem> errors = split(findings, Severity.ERROR);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return split(findings, Severity.WARNING);
    }
}
