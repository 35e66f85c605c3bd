package io.infermark.model;

import java.util.List;

/** A declaration and the points that it expands to, in declared order. */
public record Matrix(BenchmarkSpec spec, List<Point> points) {
    public Matrix {
        points = List.copyOf(points);
    }
}
