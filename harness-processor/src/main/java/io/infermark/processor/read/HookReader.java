package io.infermark.processor.read;

import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import io.infermark.spi.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reads a class's {@code @Setup} and {@code @TearDown} methods, its superclasses' too: before, a base comes first; after, last. A method that overrides a hook is called in
 * its place, once.
 */
final class HookReader {
    private final Reading reading;

    HookReader(Reading reading) {
        this.reading = reading;
    }

    List<HookCall> hooks() {
        List<HookCall> before = new ArrayList<>();
        List<HookCall> after = new ArrayList<>();
        for (ExecutableElement method : methodsFromTheBaseUp()) {
            hook(method, Setup.class.getName(), true).ifPresent(before::add);
            hook(method, TearDown.class.getName(), false).ifPresent(after::add);
        }
        Collections.reverse(after);
        before.addAll(after);
        if (!before.isEmpty()) {
            checkConstructor();
        }
        return before;
    }

    /** Declared hooks, base first; one that is overridden by a later one is left to the later one's place and annotation, unless that has none. */
    private List<ExecutableElement> methodsFromTheBaseUp() {
        List<TypeElement> classes = new ArrayList<>();
        for (Lineage.Level level : reading.lineage().levels()) {
            if (level.element().getKind() == ElementKind.CLASS) {
                classes.add(0, level.element());
            }
        }
        List<ExecutableElement> methods = new ArrayList<>();
        for (TypeElement type : classes) {
            for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
                if (isHook(method)) {
                    methods.removeIf(earlier -> reading.elements().overrides(method, earlier, reading.type()));
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    private static boolean isHook(ExecutableElement method) {
        return mirror(method, Setup.class.getName()).isPresent()
                || mirror(method, TearDown.class.getName()).isPresent();
    }

    private static Optional<Place> mirror(ExecutableElement method, String annotationType) {
        return method.getAnnotationMirrors().stream()
                .filter(mirror -> mirror.getAnnotationType().toString().equals(annotationType))
                .map(mirror -> Place.of(method, mirror, annotationType, "", 0))
                .findFirst();
    }

    private Optional<HookCall> hook(ExecutableElement method, String annotationType, boolean setUp) {
        Optional<Place> place = mirror(method, annotationType);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Members members = new Members(reading, place.get());
        Level level = members.constant("value", Level.class, Level.Trial);
        if (level == Level.Invocation) {
            reading.problems().add(Message.HOOK_LEVEL, members.place("value"), method.getSimpleName());
        }
        checkShape(method);
        return Optional.of(new HookCall(
                setUp,
                level,
                method.getSimpleName().toString(),
                !method.getParameters().isEmpty(),
                reading.elements().isDeprecated(method)));
    }

    private void checkShape(ExecutableElement method) {
        Place place = Place.of(method);
        String name = method.getSimpleName().toString();
        if (method.getModifiers().contains(Modifier.PRIVATE)) {
            reading.problems().add(Message.HOOK_PRIVATE, place, name);
        } else if (!accessible(method)) {
            reading.problems()
                    .add(
                            Message.HOOK_INACCESSIBLE,
                            place,
                            name,
                            reading.elements().getPackageOf(method));
        }
        if (method.getModifiers().contains(Modifier.STATIC)) {
            reading.problems().add(Message.HOOK_STATIC, place, name);
        }
        if (method.getReturnType().getKind() != TypeKind.VOID) {
            reading.problems().add(Message.HOOK_RETURN, place, name, method.getReturnType());
        }
        checkParameters(method, name);
        for (TypeMirror thrown : method.getThrownTypes()) {
            if (!isException(thrown)) {
                reading.problems().add(Message.HOOK_THROWS, place, name, thrown);
            }
        }
    }

    private void checkParameters(ExecutableElement method, String name) {
        List<? extends VariableElement> parameters = method.getParameters();
        if (parameters.size() > 1) {
            reading.problems().add(Message.HOOK_PARAMETER, Place.of(parameters.get(1)), name);
        } else if (parameters.size() == 1
                && !parameters.get(0).asType().toString().equals(Endpoint.class.getName())) {
            reading.problems().add(Message.HOOK_PARAMETER, Place.of(parameters.get(0)), name);
        }
    }

    /** Generated code stands in the class's package. */
    private boolean accessible(ExecutableElement method) {
        return method.getModifiers().contains(Modifier.PUBLIC)
                || reading.elements()
                        .getPackageOf(method)
                        .equals(reading.elements().getPackageOf(reading.type()));
    }

    private boolean isException(TypeMirror thrown) {
        TypeElement exception = reading.elements().getTypeElement("java.lang.Exception");
        return thrown.getKind() == TypeKind.ERROR || reading.types().isSubtype(thrown, exception.asType());
    }

    private void checkConstructor() {
        Element unusable = reading.type();
        for (ExecutableElement constructor :
                ElementFilter.constructorsIn(reading.type().getEnclosedElements())) {
            if (constructor.getParameters().isEmpty()) {
                boolean quiet = constructor.getThrownTypes().stream()
                        .allMatch(thrown -> thrown.getKind() == TypeKind.ERROR || isUnchecked(thrown));
                if (quiet && !constructor.getModifiers().contains(Modifier.PRIVATE)) {
                    return;
                }
                unusable = constructor;
            }
        }
        reading.problems()
                .add(
                        Message.HOOK_CONSTRUCTOR,
                        Place.of(unusable),
                        reading.type().getSimpleName());
    }

    private boolean isUnchecked(TypeMirror thrown) {
        return reading.types()
                        .isSubtype(
                                thrown,
                                reading.elements()
                                        .getTypeElement("java.lang.RuntimeException")
                                        .asType())
                || reading.types()
                        .isSubtype(
                                thrown,
                                reading.elements()
                                        .getTypeElement("java.lang.Error")
                                        .asType());
    }
}
