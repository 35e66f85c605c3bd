package io.infermark.doctor;

import io.infermark.doctor.CheckResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All findings about a host. */
public record DoctorReport(List<CheckResult> results) {
    public DoctorReport {
        results = List.copyOf(results);
    }

    /** Whether a run would fail. */
    public boolean failed() {
        return count(Status.FAIL) > 0;
    }

    private long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /** Lines for people: one a check, and below it what to change. */
    public List<String> lines() {
        int name = results.stream().mapToInt(r -> r.check().length()).max().orElse(0);
        int status = results.stream()
                .mapToInt(r -> r.status().label().length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(1, status) + "s  %-" + Math.max(1, name) + "s  %s";
        List<String> lines = new ArrayList<>();
        for (CheckResult result : results) {
            lines.add(String.format(Locale.ROOT, row, result.status().label(), result.check(), result.evidence()));
            if (!result.fix().isEmpty()) {
                lines.add(String.format(Locale.ROOT, row, "", "", "fix: " + result.fix()));
            }
        }
        lines.add("");
        lines.add(Stream.of(Status.values())
                .map(each -> count(each) + " " + each.label())
                .collect(Collectors.joining(", ")));
        return lines;
    }
}
