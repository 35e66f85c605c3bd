package io.infermark.server.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Patterns of what engines print when they fail, most specific first. Immutable. */
public final class DiagnosisTable {
    private static final DiagnosisTable STANDARD = new DiagnosisTable(KnownFailures.all());

    private final List<KnownFailure> failures;

    DiagnosisTable(List<KnownFailure> failures) {
        this.failures = List.copyOf(failures);
    }

    /** The table of all engines that we know. */
    public static DiagnosisTable standard() {
        return STANDARD;
    }

    /** Number of entries. */
    public int size() {
        return failures.size();
    }

    /**
     * The first entry that explains how a server ended. An entry is looked for in all lines before the next entry is, since the telling line is seldom the last.
     *
     * @param lines the end of its log
     * @param exitCode empty if it is still running
     */
    public Optional<Diagnosis> diagnose(List<String> lines, Optional<Integer> exitCode, boolean oomKilled) {
        if (oomKilled) {
            return Optional.of(KnownFailures.hostOutOfMemory());
        }
        for (KnownFailure failure : failures) {
            for (String line : lines) {
                Matcher matcher = failure.pattern().matcher(line);
                if (matcher.find()) {
                    return Optional.of(failure.diagnosis(line.strip(), matcher));
                }
            }
        }
        return exitCode.flatMap(KnownFailures::byExitCode);
    }

    /** All entries, for documentation. */
    public List<Entry> entries() {
        return failures.stream()
                .map(f -> new Entry(f.code(), f.pattern().pattern(), f.cause(), f.fix(), f.source(), f.documented()))
                .toList();
    }

    /**
     * An entry as a document shows it.
     *
     * @param source where the message was seen
     */
    public record Entry(String code, String pattern, String cause, String fix, String source, boolean documented) {}
}
