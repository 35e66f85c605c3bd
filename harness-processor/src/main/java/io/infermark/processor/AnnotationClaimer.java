package io.infermark.processor;

import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * Tells the compiler that our annotations are processed, so that {@code -Xlint:processing} has nothing to warn of.
 *
 * <p>{@link BenchmarkProcessor} can't say so itself: it must see every class, since {@code @ServingBenchmark} may stand on an annotation of the user's own, and whoever sees
 * everything may claim nothing. The price: javac asks no further processor once all annotations of a compile are claimed, so a processor for {@code *} that stands behind
 * this one is not run on a compile that has no other annotation than these; put it first on the processor path. So is {@code @Generated}, which our own
 * output carries. JMH's annotations are claimed too, unless JMH's own {@code @Benchmark} is compiled with them and its processor waits for them.
 */
public final class AnnotationClaimer extends AbstractProcessor {
    private static final String JMH_BENCHMARK = "org.openjdk.jmh.annotations.Benchmark";

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("io.infermark.api.*", "org.openjdk.jmh.annotations.*", "javax.annotation.processing.Generated");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    // Claiming is this class's one purpose; it claims nothing that anyone else processes.
    @SuppressWarnings("DoNotClaimAnnotations")
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return annotations.stream()
                .noneMatch(annotation -> annotation.getQualifiedName().contentEquals(JMH_BENCHMARK));
    }
}
