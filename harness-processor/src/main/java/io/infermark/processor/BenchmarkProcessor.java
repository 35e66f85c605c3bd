package io.infermark.processor;

import io.infermark.api.hardware.BundledAccelerators;
import io.infermark.model.Matrix;
import io.infermark.model.MatrixExpander;
import io.infermark.processor.read.BenchmarkReader;
import io.infermark.processor.read.ReadBenchmark;
import io.infermark.processor.read.StrayAnnotations;
import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import io.infermark.processor.report.Printer;
import io.infermark.processor.report.Problem;
import io.infermark.processor.report.Problems;
import io.infermark.processor.write.GeneratedNames;
import io.infermark.processor.write.IndexWriter;
import io.infermark.processor.write.ProviderWriter;
import io.infermark.validation.Finding;
import io.infermark.validation.SpecValidator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * Checks benchmark classes and writes their matrices.
 *
 * <p>Everything that is wrong with every class is reported; a class with errors gets nothing generated, the others do. A class that names types which do not exist yet is
 * tried again in the next round, since another processor may generate them, and reported in the last.
 */
public final class BenchmarkProcessor extends AbstractProcessor {
    /** Qualified names of classes that wait for types. */
    private final Set<String> deferred = new LinkedHashSet<>();

    private @Nullable Printer printer;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        printer = Printer.of(environment);
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        boolean last = round.processingOver();
        List<TypeElement> types = new ArrayList<>();
        for (String name : List.copyOf(deferred)) {
            TypeElement type = elements().getTypeElement(name);
            if (type != null) {
                types.add(type);
            }
        }
        deferred.clear();
        for (TypeElement root : ElementFilter.typesIn(round.getRootElements())) {
            addWithNested(root, types);
        }
        StrayAnnotations stray = new StrayAnnotations(types);
        for (TypeElement type : types) {
            guarded(type, last, stray);
        }
        return false;
    }

    private static void addWithNested(TypeElement type, List<TypeElement> types) {
        types.add(type);
        for (Element member : type.getEnclosedElements()) {
            if (member instanceof TypeElement nested) {
                addWithNested(nested, types);
            }
        }
    }

    /** Nothing thrown may stop the compile of the other classes, or hide where it came from. */
    private void guarded(TypeElement type, boolean last, StrayAnnotations stray) {
        try {
            if (!BenchmarkReader.isBenchmark(type)) {
                Problems problems = new Problems();
                stray.check(type, problems);
                print(problems);
            } else if (type.getKind() != ElementKind.ANNOTATION_TYPE) {
                process(type, last);
            }
        } catch (RuntimeException | LinkageError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            Problems problems = new Problems();
            problems.add(Message.UNEXPECTED, Place.of(type), type.getQualifiedName(), trace);
            print(problems);
        }
    }

    private void process(TypeElement type, boolean last) {
        Problems problems = new Problems();
        ReadBenchmark read =
                new BenchmarkReader(elements(), processingEnv.getTypeUtils(), printer()::source).read(type, problems);
        if (!read.resolved() && !last) {
            deferred.add(type.getQualifiedName().toString());
            return;
        }
        if (!read.lineageResolved()) {
            // The compiler has reported the missing type itself; what seems to be missing here may come from it.
            return;
        }
        for (Finding finding : SpecValidator.validate(read.spec(), read.unreadable(), BenchmarkProcessor::nodes)) {
            problems.add(Message.severityOf(finding.severity()), read.place(finding.path()), finding.message());
        }
        if (!problems.hasErrors() && !last) {
            write(read, problems);
        }
        print(problems);
    }

    /** GPUs of a node with a label that begins with the name of an accelerator of ours. */
    private static OptionalInt nodes(String label) {
        return BundledAccelerators.ofLabel(label)
                .map(type -> OptionalInt.of(BundledAccelerators.facts(type).gpusPerNode()))
                .orElse(OptionalInt.empty());
    }

    private void write(ReadBenchmark read, Problems problems) {
        Matrix matrix = MatrixExpander.expand(read.spec());
        TypeElement type = read.type();
        String benchmark = read.spec().benchmark();
        try {
            ProviderWriter.write(type, read.spec(), read.hooks(), generatedVisible(type))
                    .writeTo(processingEnv.getFiler());
            try (OutputStream out = processingEnv
                    .getFiler()
                    .createResource(StandardLocation.CLASS_OUTPUT, "", GeneratedNames.resource(benchmark), type)
                    .openOutputStream()) {
                out.write(IndexWriter.write(matrix));
            }
        } catch (FilerException e) {
            problems.add(Message.NAME_TAKEN, Place.of(type), GeneratedNames.provider(benchmark), benchmark, e);
        } catch (IOException e) {
            problems.add(Message.WRITE_FAILED, Place.of(type), benchmark, e);
        }
    }

    /** Whether generated code can carry {@code @Generated}: not in a module that does not read java.compiler. */
    private boolean generatedVisible(TypeElement type) {
        String name = "javax.annotation.processing.Generated";
        ModuleElement module = elements().getModuleOf(type);
        return module == null
                ? elements().getTypeElement(name) != null
                : elements().getTypeElement(module, name) != null;
    }

    private void print(Problems problems) {
        for (Problem problem : problems.all()) {
            printer().print(problem);
        }
    }

    private Elements elements() {
        return processingEnv.getElementUtils();
    }

    private Printer printer() {
        if (printer == null) {
            throw new IllegalStateException("not initialised");
        }
        return printer;
    }
}
