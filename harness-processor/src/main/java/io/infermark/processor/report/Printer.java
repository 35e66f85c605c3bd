package io.infermark.processor.report;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Prints problems where they are. One for each compile; says the same thing at the same place once. */
public final class Printer {
    private final Messager messager;
    private final @Nullable TreeLocator trees;
    private final Set<Printed> printed = new HashSet<>();

    private Printer(Messager messager, @Nullable TreeLocator trees) {
        this.messager = messager;
        this.trees = trees;
    }

    /** A printer for this compiler. */
    public static Printer of(ProcessingEnvironment environment) {
        return new Printer(environment.getMessager(), locator(environment));
    }

    /** Without syntax trees (another compiler, a build tool's wrapper, a runtime without the compiler's module) positions are the compiler's own. */
    private static @Nullable TreeLocator locator(ProcessingEnvironment environment) {
        try {
            return new TreeLocator(environment);
        } catch (IllegalArgumentException | LinkageError e) {
            return null;
        }
    }

    /** Prints a problem, unless it is a warning whose code stands in a {@link SuppressWarnings} of the place or of what holds it. Errors cannot be suppressed. */
    public void print(Problem problem) {
        if (problem.severity() == Problem.Severity.WARNING && suppressed(problem)) {
            return;
        }
        Diagnostic.Kind kind = problem.severity() == Problem.Severity.ERROR
                ? Diagnostic.Kind.ERROR
                : Diagnostic.Kind.MANDATORY_WARNING;
        Place place = problem.place();
        String text = problem.text();
        if (trees != null && place.seenFrom() != null && !trees.hasSource(place.element())) {
            text += " (It stands on " + place.element() + ".)";
            place = place.seenFrom();
        }
        if (!printed.add(new Printed(place.element().toString(), place.path(), text))) {
            return;
        }
        if (place.mirror() == null || trees == null || !trees.print(kind, text, place)) {
            print(kind, text, place.element(), place.mirror(), place.value());
        }
    }

    private static boolean suppressed(Problem problem) {
        String code = problem.text().substring(1, Math.max(1, problem.text().indexOf(']')));
        for (Place place = problem.place(); place != null; place = place.seenFrom()) {
            for (Element element = place.element(); element != null; element = element.getEnclosingElement()) {
                SuppressWarnings accepted = element.getAnnotation(SuppressWarnings.class);
                if (accepted != null && Arrays.asList(accepted.value()).contains(code)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void print(
            Diagnostic.Kind kind,
            String text,
            Element element,
            @Nullable AnnotationMirror mirror,
            @Nullable AnnotationValue value) {
        if (mirror == null) {
            messager.printMessage(kind, text, element);
        } else if (value == null) {
            messager.printMessage(kind, text, element, mirror);
        } else {
            messager.printMessage(kind, text, element, mirror, value);
        }
    }

    /** The text of a value as its author wrote it; empty where the compiler does not tell. */
    public Optional<String> source(Place place) {
        return trees == null ? Optional.empty() : Optional.ofNullable(trees.source(place));
    }

    private record Printed(String element, Place.TreePath path, String text) {}
}
