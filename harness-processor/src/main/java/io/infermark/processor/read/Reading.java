package io.infermark.processor.read;

import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import io.infermark.processor.report.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What the readers of one class share: its lineage, where its members stand, and what could not be read. Single-threaded. */
final class Reading {
    private final TypeElement type;
    private final Lineage lineage;
    private final Elements elements;
    private final Types types;
    private final Problems problems;
    private final Function<Place, Optional<String>> source;
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private final List<Place> unresolvedPlaces = new ArrayList<>();
    private boolean unresolved;

    Reading(
            TypeElement type,
            Elements elements,
            Types types,
            Problems problems,
            Function<Place, Optional<String>> source) {
        this.type = type;
        this.lineage = Lineage.of(type);
        this.elements = elements;
        this.types = types;
        this.problems = problems;
        this.source = source;
        this.unresolved = lineage.unresolved();
    }

    TypeElement type() {
        return type;
    }

    Lineage lineage() {
        return lineage;
    }

    Elements elements() {
        return elements;
    }

    Types types() {
        return types;
    }

    Problems problems() {
        return problems;
    }

    Map<String, Place> places() {
        return places;
    }

    Set<String> unreadable() {
        return unreadable;
    }

    /** Paths of members with a stand-in, those that hold an unknown name too. */
    Set<String> allUnreadable() {
        places.forEach((path, place) -> {
            if (place.value() != null && unresolvedPlaces.stream().anyMatch(place::holds)) {
                unreadable.add(path);
            }
        });
        return unreadable;
    }

    /** Where the class is marked as a benchmark. */
    Place benchmarkPlace() {
        return places.getOrDefault("", Place.of(type));
    }

    /** Whether something names a type or constant that does not exist (yet). */
    boolean unresolved() {
        return unresolved;
    }

    /** Remembers where a member of the declaration stands. */
    void place(String path, Place place) {
        places.put(path, place);
    }

    /** Reports a member that cannot be read; a default stands in for it. */
    void unreadable(String path, Place place, Message message, Object... arguments) {
        unreadable.add(path);
        places.putIfAbsent(path, place);
        problems.add(message, place, arguments);
    }

    /** Reports a member whose text the planning model refuses, in the model's words. */
    void unreadable(String path, Place place, Message message, IllegalArgumentException refusal) {
        unreadable(path, place, message, new Object[] {String.valueOf(refusal.getMessage())});
    }

    /** Reports a value that names something unknown. */
    void unresolvedValue(Place place, String suggestion) {
        unresolved = true;
        unresolvedPlaces.add(place);
        problems.add(Message.TYPE_UNRESOLVED, place, written(place), suggestion);
    }

    /** The value as its author wrote it. */
    String written(Place place) {
        return source.apply(place).orElse("this value");
    }

    /** All annotations of a type at the nearest level that has one; empty if none has. Two equally near ones are reported. */
    List<Members> nearest(String annotationType, String containerType) {
        Lineage.Level winner = null;
        List<Place> found = List.of();
        for (Lineage.Level level : lineage.levels()) {
            if (winner != null && level.rank() != winner.rank()) {
                break;
            }
            List<Place> here = Lineage.on(level, annotationType, containerType);
            if (here.isEmpty()) {
                continue;
            }
            if (winner == null) {
                winner = level;
                found = here;
            } else {
                ambiguous(annotationType, winner, level);
            }
        }
        return found.stream().map(place -> new Members(this, place)).toList();
    }

    /** The one annotation of a type that is not repeatable. */
    Optional<Members> nearest(String annotationType) {
        return nearest(annotationType, "").stream().findFirst();
    }

    private void ambiguous(String annotationType, Lineage.Level first, Lineage.Level second) {
        Place place = second.seenFrom() == null ? Place.of(type) : second.seenFrom();
        problems.add(
                Message.ANNOTATION_AMBIGUOUS,
                place,
                simpleName(annotationType),
                first.element().getSimpleName(),
                second.element().getSimpleName());
    }

    /** The annotation of a type at every level that has it, nearest first. */
    List<Members> everyLevel(String annotationType) {
        List<Members> all = new ArrayList<>();
        for (Lineage.Level level : lineage.levels()) {
            for (Place place : Lineage.on(level, annotationType, "")) {
                all.add(new Members(this, place));
            }
        }
        return all;
    }

    static String simpleName(String qualifiedName) {
        return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
    }
}
