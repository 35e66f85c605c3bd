package io.infermark.validation;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.WorkloadSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rules of workloads. */
final class WorkloadRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private WorkloadRules() {}

    static void check(BenchmarkSpec spec, Findings findings) {
        List<WorkloadSpec> workloads = spec.workloads();
        if (workloads.isEmpty()) {
            findings.add(Code.WORKLOAD_MISSING, "");
        }
        Map<String, Integer> named = new HashMap<>();
        for (int i = 0; i < workloads.size(); i++) {
            WorkloadSpec workload = workloads.get(i);
            String path = "workload[" + i + "]";
            checkLength(workload.isl(), "isl", path, findings);
            checkLength(workload.osl(), "osl", path, findings);
            if (!(workload.rangeRatio() > 0 && workload.rangeRatio() <= 1)) {
                findings.add(Code.RANGE_RATIO, path + ".rangeRatio", workload.rangeRatio());
            }
            Integer first = named.putIfAbsent(workload.name(), i);
            if (first != null) {
                findings.add(Code.WORKLOAD_TWICE, path + ".name", workload.name(), "workload[" + first + "]");
            } else if (!findings.wrong(path) && !NAME.matcher(workload.name()).matches()) {
                findings.add(Code.WORKLOAD_NAME_MALFORMED, path + ".name", workload.name());
            } else if (spec.rows().stream()
                            .noneMatch(row ->
                                    row.workload().isEmpty() || row.workload().equals(workload.name()))
                    && !spec.rows().isEmpty()) {
                findings.add(Code.WORKLOAD_UNUSED, path, workload.name());
            }
        }
    }

    private static void checkLength(int length, String name, String path, Findings findings) {
        if (length < 1) {
            findings.add(Code.LENGTH_TOO_SMALL, path + "." + name, name, length);
        }
    }
}
