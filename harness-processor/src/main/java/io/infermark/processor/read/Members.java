package io.infermark.processor.read;

import io.infermark.model.Suggestion;
import io.infermark.processor.report.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/** The members of one annotation. A value that names something unknown is reported, and the member's fallback stands in. */
final class Members {
    /** A value of an array. */
    record Item<T>(T value, Place place) {}

    private final Reading reading;
    private final Place place;
    private final Map<? extends ExecutableElement, ? extends AnnotationValue> values;
    private final Map<? extends ExecutableElement, ? extends AnnotationValue> statedValues;

    Members(Reading reading, Place place) {
        AnnotationMirror mirror = place.mirror();
        if (mirror == null) {
            throw new IllegalArgumentException("no annotation at " + place);
        }
        this.reading = reading;
        this.place = place;
        this.values = reading.elements().getElementValuesWithDefaults(mirror);
        this.statedValues = mirror.getElementValues();
    }

    /** The annotation itself. */
    Place place() {
        return place;
    }

    /** A member's value, or the annotation if it is not written down. */
    Place place(String name) {
        AnnotationValue value = find(statedValues, name);
        return value == null ? place : place.member(name, value);
    }

    /** Whether the member is written down. */
    boolean stated(String name) {
        return find(statedValues, name) != null;
    }

    String text(String name) {
        return value(name, String.class, "");
    }

    int number(String name) {
        return value(name, Integer.class, 1);
    }

    double decimal(String name) {
        return value(name, Double.class, 1.0);
    }

    boolean flag(String name) {
        return value(name, Boolean.class, false);
    }

    <E extends Enum<E>> E constant(String name, Class<E> type, E fallback) {
        AnnotationValue value = find(values, name);
        E constant = value == null ? null : constantOf(value, type);
        if (constant == null) {
            unresolvedConstant(place(name), type);
            return fallback;
        }
        return constant;
    }

    List<Item<String>> texts(String name) {
        return items(name, value -> cast(value, String.class), "");
    }

    List<Item<Integer>> numbers(String name) {
        return items(name, value -> cast(value, Integer.class), "");
    }

    List<Item<Double>> decimals(String name) {
        return items(name, value -> cast(value, Double.class), "");
    }

    List<Item<Boolean>> flags(String name) {
        return items(name, value -> cast(value, Boolean.class), "");
    }

    <E extends Enum<E>> List<Item<E>> constants(String name, Class<E> type) {
        return items(name, value -> constantOf(value, type), constantNames(type));
    }

    /** The annotation that a member is. */
    Members annotation(String name) {
        AnnotationValue value = find(values, name);
        if (value == null || !(value.getValue() instanceof AnnotationMirror mirror)) {
            throw new IllegalStateException(name + " of " + place.mirror() + " is no annotation");
        }
        return new Members(reading, place(name).nested(mirror));
    }

    /** The annotations that a member holds. */
    List<Members> annotations(String name) {
        return items(name, value -> cast(value, AnnotationMirror.class), "").stream()
                .map(item -> new Members(reading, item.place().nested(item.value())))
                .toList();
    }

    /** The type that a member names; empty if there is none, which is reported with the nearest type of {@code knownPackage}. */
    Optional<TypeElement> type(String name, String knownPackage) {
        AnnotationValue value = find(values, name);
        if (value != null
                && value.getValue() instanceof DeclaredType declared
                && declared.getKind() != TypeKind.ERROR
                && declared.asElement() instanceof TypeElement element) {
            return Optional.of(element);
        }
        Place where = place(name);
        String written = reading.written(where).replaceAll("\\.class$", "");
        reading.unresolvedValue(where, Suggestion.sentence(written, typesOf(knownPackage)));
        return Optional.empty();
    }

    private List<String> typesOf(String packageName) {
        var known = reading.elements().getPackageElement(packageName);
        return known == null
                ? List.of()
                : known.getEnclosedElements().stream()
                        .map(element -> element.getSimpleName().toString())
                        .sorted()
                        .toList();
    }

    private <T> T value(String name, Class<T> type, T fallback) {
        AnnotationValue value = find(values, name);
        // A constant that cannot be resolved reads as a text that no annotation can hold.
        if (value == null || !type.isInstance(value.getValue()) || isError(value)) {
            reading.unresolvedValue(place(name), "");
            return fallback;
        }
        return type.cast(value.getValue());
    }

    private <T> List<Item<T>> items(String name, Function<AnnotationValue, @Nullable T> reader, String suggestion) {
        AnnotationValue value = find(values, name);
        Place where = place(name);
        if (value == null || !(value.getValue() instanceof List<?> list)) {
            reading.unresolvedValue(where, suggestion);
            return List.of();
        }
        List<Item<T>> items = new ArrayList<>();
        for (Object element : list) {
            AnnotationValue item = (AnnotationValue) element;
            Place at = stated(name) ? where.index(items.size(), item) : where;
            T read = isError(item) ? null : reader.apply(item);
            if (read == null) {
                reading.unresolvedValue(at, suggestion);
            } else {
                items.add(new Item<>(read, at));
            }
        }
        return items;
    }

    private static boolean isError(AnnotationValue value) {
        return "<error>".equals(value.getValue());
    }

    private static <T> @Nullable T cast(AnnotationValue value, Class<T> type) {
        return type.isInstance(value.getValue()) ? type.cast(value.getValue()) : null;
    }

    private <E extends Enum<E>> void unresolvedConstant(Place where, Class<E> type) {
        String written = reading.written(where);
        String name = written.substring(written.lastIndexOf('.') + 1);
        reading.unresolvedValue(
                where,
                Suggestion.sentence(
                        name,
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
    }

    private static <E extends Enum<E>> @Nullable E constantOf(AnnotationValue value, Class<E> type) {
        if (value.getValue() instanceof VariableElement variable) {
            for (E constant : type.getEnumConstants()) {
                if (variable.getSimpleName().contentEquals(constant.name())) {
                    return constant;
                }
            }
        }
        return null;
    }

    private static <E extends Enum<E>> String constantNames(Class<E> type) {
        return String.format(
                Locale.ROOT,
                " Known: %s.",
                String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
    }

    private static @Nullable AnnotationValue find(
            Map<? extends ExecutableElement, ? extends AnnotationValue> map, String name) {
        for (var entry : map.entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
