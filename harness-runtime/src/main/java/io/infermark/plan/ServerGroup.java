package io.infermark.plan;

import java.util.List;

/** Points that share a server start in each fork, ascending by concurrency, so that a crash costs the least. */
public record ServerGroup(String startFingerprint, List<PlannedPoint> points) {
    public ServerGroup {
        points = List.copyOf(points);
    }

    /** Server starts that it needs. */
    public int starts() {
        return points.stream().mapToInt(PlannedPoint::trials).max().orElse(0);
    }

    /** The trials of the {@code fork}-th start, in run order. */
    public List<Trial> trialsOf(int fork) {
        return points.stream()
                .filter(point -> fork < point.trials())
                .map(point -> new Trial(point, fork, fork < point.settings().warmupForks()))
                .toList();
    }
}
