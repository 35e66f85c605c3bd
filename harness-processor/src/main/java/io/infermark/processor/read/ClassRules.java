package io.infermark.processor.read;

import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** What a benchmark class must be, and which of JMH's annotations have no meaning on it. */
final class ClassRules {
    private static final String JMH = "org.openjdk.jmh.annotations.";
    private static final Map<String, String> MEANINGLESS = Map.of(
            "Benchmark", "What is measured is the served model, not a method; the class is marked by @ServingBenchmark",
            "Param", "Use @Sweep(axes = @Axis(…))",
            "Threads", "Use @Sweep(concurrency = …)",
            "BenchmarkMode", "Every metric is always measured",
            "State", "A class with hooks has one instance a trial",
            "OutputTimeUnit", "Units are fixed and stand in the results",
            "OperationsPerInvocation", "Requests and tokens are counted",
            "Group", "Use one class for each load",
            "GroupThreads", "Use @Sweep(concurrency = …)",
            "AuxCounters", "Further metrics come from the server's own counters");
    private static final List<String> CLASS_ONLY = List.of("Warmup", "Measurement", "Fork", "Timeout");

    private final Reading reading;

    ClassRules(Reading reading) {
        this.reading = reading;
    }

    void check() {
        checkShape();
        for (Lineage.Level level : reading.lineage().levels()) {
            checkJmh(level.element(), level.seenFrom());
        }
        for (Element member : reading.type().getEnclosedElements()) {
            checkJmh(member, null);
            if (member instanceof ExecutableElement method) {
                method.getParameters().forEach(parameter -> checkJmh(parameter, null));
                checkClassOnly(method);
            }
        }
    }

    private void checkShape() {
        TypeElement type = reading.type();
        Place place = Place.of(type);
        String name = type.getSimpleName().toString();
        if (type.getKind() != ElementKind.CLASS) {
            reading.problems()
                    .add(Message.CLASS_KIND, place, name, type.getKind().name().toLowerCase(Locale.ROOT));
            return;
        }
        if (type.getModifiers().contains(Modifier.ABSTRACT)) {
            reading.problems().add(Message.CLASS_ABSTRACT, place, name);
        }
        if (!type.getTypeParameters().isEmpty()) {
            reading.problems().add(Message.CLASS_GENERIC, place, name);
        }
        for (Element outer = type; outer instanceof TypeElement nested; outer = outer.getEnclosingElement()) {
            boolean inner = nested.getNestingKind() == NestingKind.MEMBER
                    && !nested.getModifiers().contains(Modifier.STATIC)
                    && nested.getKind() == ElementKind.CLASS;
            if (inner) {
                reading.problems().add(Message.CLASS_INNER, place, name);
            }
            if (nested.getModifiers().contains(Modifier.PRIVATE)) {
                reading.problems().add(Message.CLASS_PRIVATE, place, name, nested.getSimpleName());
            }
        }
    }

    private void checkJmh(Element element, @Nullable Place seenFrom) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            String type = mirror.getAnnotationType().toString();
            String name = type.startsWith(JMH) ? type.substring(JMH.length()) : "";
            String instead = MEANINGLESS.get(name);
            if (instead != null) {
                reading.problems()
                        .add(
                                Message.JMH_MEANINGLESS,
                                Place.of(element, mirror, type, "", 0).seenFrom(seenFrom),
                                name,
                                instead);
            }
        }
    }

    private void checkClassOnly(ExecutableElement method) {
        for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
            String type = mirror.getAnnotationType().toString();
            if (type.startsWith(JMH) && CLASS_ONLY.contains(type.substring(JMH.length()))) {
                reading.problems()
                        .add(
                                Message.JMH_ON_METHOD,
                                Place.of(method, mirror, type, "", 0),
                                type.substring(JMH.length()),
                                method.getSimpleName());
            }
        }
    }
}
