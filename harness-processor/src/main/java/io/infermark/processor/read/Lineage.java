package io.infermark.processor.read;

import io.infermark.processor.report.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The elements on which an annotation of a class may stand, nearest first. */
final class Lineage {
    /**
     * One of them.
     *
     * @param rank equal for those that are equally near
     * @param seenFrom where the class brings it in; null for the class itself
     */
    record Level(TypeElement element, int rank, @Nullable Place seenFrom) {}

    private final List<Level> levels = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private boolean unresolved;

    private Lineage() {}

    /** The class, its annotations and theirs by distance, then its superclass in the same way. */
    static Lineage of(TypeElement type) {
        Lineage lineage = new Lineage();
        int rank = 0;
        TypeElement current = type;
        while (current != null) {
            Place seenFrom = current.equals(type) ? null : Place.of(type);
            lineage.levels.add(new Level(current, rank++, seenFrom));
            rank = lineage.addComposed(current, seenFrom, rank);
            current = lineage.superclass(current);
        }
        return lineage;
    }

    private int addComposed(TypeElement bearer, @Nullable Place bearerSeenFrom, int firstRank) {
        int rank = firstRank;
        List<Level> frontier = composed(bearer, rank, bearerSeenFrom, true);
        while (!frontier.isEmpty()) {
            levels.addAll(frontier);
            rank++;
            List<Level> next = new ArrayList<>();
            for (Level level : frontier) {
                next.addAll(composed(level.element(), rank, level.seenFrom(), false));
            }
            frontier = next;
        }
        return rank;
    }

    private List<Level> composed(TypeElement bearer, int rank, @Nullable Place seenFrom, boolean anchor) {
        List<Level> found = new ArrayList<>();
        for (AnnotationMirror mirror : bearer.getAnnotationMirrors()) {
            DeclaredType annotation = mirror.getAnnotationType();
            if (annotation.getKind() == TypeKind.ERROR) {
                unresolved = true;
                continue;
            }
            TypeElement type = (TypeElement) annotation.asElement();
            String name = type.getQualifiedName().toString();
            if (name.startsWith("java.lang.") || !seen.add(name)) {
                continue;
            }
            Place from = anchor && seenFrom == null ? Place.of(bearer, mirror, name, "", 0) : seenFrom;
            found.add(new Level(type, rank, from));
        }
        return found;
    }

    private @Nullable TypeElement superclass(TypeElement type) {
        TypeMirror superclass = type.getSuperclass();
        if (superclass.getKind() == TypeKind.ERROR) {
            unresolved = true;
            return null;
        }
        if (superclass instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && !element.getQualifiedName().contentEquals("java.lang.Object")) {
            return element;
        }
        return null;
    }

    List<Level> levels() {
        return List.copyOf(levels);
    }

    /** Whether a type in it is not known yet. */
    boolean unresolved() {
        return unresolved;
    }

    /** Annotations of a type that stand on a level itself, with their places; a container's are unpacked. */
    static List<Place> on(Level level, String annotationType, String containerType) {
        List<Place> places = new ArrayList<>();
        for (AnnotationMirror mirror : level.element().getAnnotationMirrors()) {
            String name = mirror.getAnnotationType().toString();
            if (mirror.getAnnotationType().asElement() instanceof TypeElement type) {
                name = type.getQualifiedName().toString();
            }
            if (name.equals(annotationType)) {
                places.add(Place.of(level.element(), mirror, annotationType, containerType, places.size())
                        .seenFrom(level.seenFrom()));
            } else if (!containerType.isEmpty() && name.equals(containerType)) {
                for (AnnotationMirror repeated : repeated(mirror)) {
                    places.add(Place.of(level.element(), repeated, annotationType, containerType, places.size())
                            .seenFrom(level.seenFrom()));
                }
            }
        }
        return places;
    }

    private static List<AnnotationMirror> repeated(AnnotationMirror container) {
        List<AnnotationMirror> mirrors = new ArrayList<>();
        for (var entry : container.getElementValues().entrySet()) {
            ExecutableElement member = entry.getKey();
            if (member.getSimpleName().contentEquals("value")
                    && entry.getValue().getValue() instanceof List<?> values) {
                for (Object value : values) {
                    if (value instanceof AnnotationValue item && item.getValue() instanceof AnnotationMirror mirror) {
                        mirrors.add(mirror);
                    }
                }
            }
        }
        return mirrors;
    }
}
