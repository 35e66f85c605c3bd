package io.infermark.validation;

import io.infermark.model.ClusterRow;
import io.infermark.model.ComponentSpec;
import io.infermark.model.WorkerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Points that two rows of one kind declare; of one row, {@link ClusterRules} has told already. */
final class ClusterPoints {
    private final String member;
    private final List<String> workloads;
    private final Findings findings;
    private final Map<Point, Integer> rows = new HashMap<>();

    private record Point(String workload, ClusterRow shape, int concurrency) {}

    ClusterPoints(String member, List<String> workloads, Findings findings) {
        this.member = member;
        this.workloads = workloads;
        this.findings = findings;
    }

    void look(int index, ClusterRow row) {
        ClusterRow shape = shape(row);
        List<String> meant = row.workload().isEmpty() ? workloads : List.of(row.workload());
        List<String> twice = new ArrayList<>();
        int place = -1;
        int first = -1;
        for (int i = 0; i < row.concurrency().size(); i++) {
            for (String workload : meant) {
                Integer earlier = rows.putIfAbsent(
                        new Point(workload, shape, row.concurrency().get(i)), index);
                if (earlier != null && earlier != index) {
                    place = place < 0 ? i : place;
                    first = first < 0 ? earlier : first;
                    twice.add(workload + " at concurrency " + row.concurrency().get(i));
                }
            }
        }
        if (place >= 0) {
            String more = twice.size() == 1 ? "" : ", as are " + (twice.size() - 1) + " more points of this row";
            findings.add(
                    Code.POINT_TWICE,
                    member + "[" + index + "].concurrency[" + place + "]",
                    twice.get(0),
                    member + "[" + first + "]",
                    more);
        }
    }

    /** What makes two rows the same apart from workload and load: not how it was written down. */
    private static ClusterRow shape(ClusterRow row) {
        return new ClusterRow(
                "",
                row.server(),
                shape(row.prefill()),
                shape(row.decode()),
                row.specDecoding(),
                List.of(),
                false,
                component(row.router()),
                row.kvTransfer(),
                row.kvOffloading(),
                component(row.kvOffloadBackend()),
                Map.of(),
                Set.of());
    }

    private static WorkerSpec shape(WorkerSpec worker) {
        return new WorkerSpec(
                worker.count(), worker.parallelism(), worker.hardware(), worker.settings(), worker.stated());
    }

    private static ComponentSpec component(ComponentSpec component) {
        return component.stated() ? component : ComponentSpec.NONE;
    }
}
