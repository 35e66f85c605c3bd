package io.infermark.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The points of a run, grouped by what can share a server start. Groups stand in the order in which their first point was declared. */
public record RunOrder(List<ServerGroup> groups) {
    public RunOrder {
        groups = List.copyOf(groups);
    }

    /** Groups and orders points. */
    public static RunOrder of(List<PlannedPoint> points) {
        Map<String, List<PlannedPoint>> byStart = new LinkedHashMap<>();
        for (PlannedPoint point : points) {
            byStart.computeIfAbsent(point.startFingerprint(), key -> new ArrayList<>())
                    .add(point);
        }
        List<ServerGroup> groups = new ArrayList<>();
        byStart.forEach((start, members) -> {
            members.sort(
                    Comparator.comparingDouble(member -> member.point().load().streams()));
            groups.add(new ServerGroup(start, members));
        });
        return new RunOrder(groups);
    }

    /** All points in run order. */
    public List<PlannedPoint> points() {
        return groups.stream().flatMap(group -> group.points().stream()).toList();
    }

    /** All trials in run order. */
    public List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (ServerGroup group : groups) {
            for (int fork = 0; fork < group.starts(); fork++) {
                trials.addAll(group.trialsOf(fork));
            }
        }
        return trials;
    }
}
