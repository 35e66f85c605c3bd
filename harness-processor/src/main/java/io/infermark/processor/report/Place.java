package io.infermark.processor.report;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Where something is declared: an element, an annotation on it, or a value in that annotation.
 *
 * @param element the element that is annotated
 * @param mirror the innermost annotation; null: the element itself is meant
 * @param value a value of it; null: the annotation itself is meant
 * @param path how a syntax tree gets there
 * @param seenFrom what to show if the element comes from a class file: the annotation or class that brings it in; null: nothing else
 */
public record Place(
        Element element,
        @Nullable AnnotationMirror mirror,
        @Nullable AnnotationValue value,
        TreePath path,
        @Nullable Place seenFrom) {

    /**
     * The way from an element to a value in one of its annotations.
     *
     * @param containerType the container of a repeatable annotation, for authors who write it out; empty: not repeatable
     */
    public record TreePath(String annotationType, String containerType, int occurrence, List<Step> steps) {
        /** No annotation. */
        static final TreePath NONE = new TreePath("", "", 0, List.of());

        public TreePath {
            steps = List.copyOf(steps);
        }

        private TreePath then(Step step) {
            List<Step> longer = new ArrayList<>(steps);
            longer.add(step);
            return new TreePath(annotationType, containerType, occurrence, longer);
        }
    }

    /** One step into an annotation. */
    public sealed interface Step {
        /** Into a member. */
        record Member(String name) implements Step {}

        /** Into an element of an array; a value without braces is its first. */
        record Index(int index) implements Step {}
    }

    /** An element as a whole. */
    public static Place of(Element element) {
        return new Place(element, null, null, TreePath.NONE, null);
    }

    /** The {@code occurrence}-th annotation of a type as it is written on an element. */
    public static Place of(
            Element element, AnnotationMirror mirror, String annotationType, String containerType, int occurrence) {
        return new Place(
                element, mirror, null, new TreePath(annotationType, containerType, occurrence, List.of()), null);
    }

    /** Whether another place is this one or within it. */
    public boolean holds(Place other) {
        return element.equals(other.element)
                && path.annotationType().equals(other.path.annotationType())
                && path.occurrence() == other.path.occurrence()
                && path.steps().size() <= other.path.steps().size()
                && path.steps()
                        .equals(other.path.steps().subList(0, path.steps().size()));
    }

    /** The same place, shown at another one if it has no source here. */
    public Place seenFrom(@Nullable Place other) {
        return new Place(element, mirror, value, path, other);
    }

    /** A member of this annotation. */
    public Place member(String name, AnnotationValue memberValue) {
        return new Place(element, mirror, memberValue, path.then(new Step.Member(name)), seenFrom);
    }

    /** An element of this array. */
    public Place index(int index, AnnotationValue elementValue) {
        return new Place(element, mirror, elementValue, path.then(new Step.Index(index)), seenFrom);
    }

    /** The annotation that this value is. */
    public Place nested(AnnotationMirror nestedMirror) {
        return new Place(element, nestedMirror, null, path, seenFrom);
    }
}
