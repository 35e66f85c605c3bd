package io.infermark.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects findings. Nothing is said about a member that could not be read, nor about what holds one. */
final class Findings {
    private final Set<String> unreadable;
    private final List<Finding> list = new ArrayList<>();

    Findings(Set<String> unreadable) {
        this.unreadable = unreadable;
    }

    void add(Code code, String path, Object... arguments) {
        if (unreadable.stream().noneMatch(standIn -> within(path, standIn))) {
            list.add(code.at(path, arguments));
        }
    }

    /** Whether a part of the declaration is wrong, or could not be read. */
    boolean wrong(String part) {
        return unreadable.stream().anyMatch(path -> within(path, part))
                || list.stream()
                        .anyMatch(finding ->
                                finding.severity() == Finding.Severity.ERROR && within(finding.path(), part));
    }

    /** Whether a part could not be read, so that a stand-in is in its place. */
    boolean standsIn(String part) {
        return unreadable.contains(part);
    }

    List<Finding> all() {
        return List.copyOf(list);
    }

    private static boolean within(String path, String part) {
        return path.startsWith(part)
                && (path.length() == part.length() || ".[".indexOf(path.charAt(part.length())) >= 0);
    }
}
