package io.infermark.validation;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ClusterRow;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules of workloads. */
final class WorkloadRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private WorkloadRules() {}

    static void check(BenchmarkSpec spec, Findings findings) {
        List<WorkloadSpec> workloads = spec.workloads();
        if (workloads.isEmpty()
                && (!spec.rows().isEmpty() || spec.master().agentic().isEmpty())) {
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
            } else if (unused(spec, workload.name())) {
                findings.add(Code.WORKLOAD_UNUSED, path, workload.name());
            }
        }
    }

    private static boolean unused(BenchmarkSpec spec, String name) {
        List<String> used = Stream.concat(
                        spec.rows().stream().map(SweepRow::workload),
                        spec.master().multiNode().stream().map(ClusterRow::workload))
                .toList();
        return !used.isEmpty() && used.stream().noneMatch(each -> each.isEmpty() || each.equals(name));
    }

    private static void checkLength(int length, String name, String path, Findings findings) {
        if (length < 1) {
            findings.add(Code.LENGTH_TOO_SMALL, path + "." + name, name, length);
        }
    }
}
