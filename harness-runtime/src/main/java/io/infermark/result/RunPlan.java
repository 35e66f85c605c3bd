package io.infermark.result;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code plan.json}: what a run is going to do, written before it does it.
 *
 * @param runId name of the run's folder
 * @param createdAt wall clock, ISO-8601
 * @param command the command line, secrets as references
 * @param points every point, in run order
 * @param options further options of the run
 */
public record RunPlan(
        Schema schema,
        String runId,
        String createdAt,
        String harnessVersion,
        String command,
        List<PlannedPoint> points,
        Map<String, String> options) {
    public RunPlan {
        points = List.copyOf(points);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /**
     * One planned point.
     *
     * @param folder relative to the run's folder
     * @param group points with the same one share a server start in each fork
     * @param serverCommand the engine's command line; empty for a server that is already there
     * @param estimatedSeconds null if there is nothing to guess from
     */
    public record PlannedPoint(
            PointRef point,
            Subject subject,
            Settings settings,
            String folder,
            int group,
            List<String> serverCommand,
            @Nullable Double estimatedSeconds) {
        public PlannedPoint {
            serverCommand = List.copyOf(serverCommand);
        }
    }
}
