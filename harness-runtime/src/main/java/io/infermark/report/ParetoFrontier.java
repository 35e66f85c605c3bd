package io.infermark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The points that no other beats in both interactivity and throughput per GPU. */
public final class ParetoFrontier {
    private ParetoFrontier() {}

    /**
     * The front among points, from the least interactive to the most.
     *
     * <p>A point is on it if no other is at least as good in both and better in one; of equal points the first is taken. Points that are not usable take no part: they neither
     * stand on it nor push others off it.
     */
    public static List<ParetoPoint> of(List<ParetoPoint> points) {
        List<ParetoPoint> candidates = points.stream()
                .filter(ParetoPoint::usable)
                .sorted(Comparator.comparingDouble(ParetoPoint::interactivity)
                        .reversed()
                        .thenComparing(Comparator.comparingDouble(ParetoPoint::throughputPerGpu)
                                .reversed()))
                .toList();
        List<ParetoPoint> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (ParetoPoint candidate : candidates) {
            if (candidate.throughputPerGpu() > best) {
                best = candidate.throughputPerGpu();
                front.add(0, candidate);
            }
        }
        return front;
    }
}
