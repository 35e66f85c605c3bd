package io.infermark.model;

import java.util.List;

/** A forbidden combination: all conditions apply. */
public record Exclusion(List<Condition> conditions, String reason) {
    public Exclusion {
        conditions = List.copyOf(conditions);
    }

    /** Whether it drops the point. Axes that a point lacks never match. */
    public boolean drops(Point point) {
        for (Condition condition : conditions) {
            String actual = point.axis(condition.axis());
            if (actual == null || !condition.test(actual)) {
                return false;
            }
        }
        return true;
    }
}
