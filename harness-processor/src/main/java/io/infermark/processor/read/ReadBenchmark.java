package io.infermark.processor.read;

import io.infermark.model.BenchmarkSpec;
import io.infermark.processor.report.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/**
 * A class as it was read.
 *
 * @param spec with stand-ins for what could not be read
 * @param places where each member stands, by the path that findings use
 * @param unreadable paths of the members that have a stand-in
 * @param resolved whether everything that it names exists
 * @param lineageResolved whether its superclasses and annotation types exist; if not, something may seem to be missing that is not
 */
public record ReadBenchmark(
        TypeElement type,
        BenchmarkSpec spec,
        List<HookCall> hooks,
        Map<String, Place> places,
        Set<String> unreadable,
        boolean resolved,
        boolean lineageResolved) {
    public ReadBenchmark {
        hooks = List.copyOf(hooks);
        places = Map.copyOf(places);
        unreadable = Set.copyOf(unreadable);
    }

    /** The place of a path, or of the nearest member that holds it. */
    public Place place(String path) {
        String current = path;
        while (!current.isEmpty()) {
            Place place = places.get(current);
            if (place != null) {
                return place;
            }
            current = current.substring(0, Math.max(0, Math.max(current.lastIndexOf('.'), current.lastIndexOf('['))));
        }
        return places.getOrDefault("", Place.of(type));
    }
}
