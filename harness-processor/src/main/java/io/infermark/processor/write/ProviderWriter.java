package io.infermark.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.processor.read.HookCall;
import io.infermark.spi.Hooks;
import io.infermark.spi.MatrixProvider;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** The source of {@code X_Matrix}: the declaration as constructor calls, and the hooks as direct calls. */
public final class ProviderWriter {
    private static final String PROCESSOR = "io.infermark.processor.BenchmarkProcessor";
    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

    private ProviderWriter() {}

    /**
     * The file of a benchmark class.
     *
     * @param generatedVisible whether the class's module can see {@code @Generated}
     */
    public static JavaFile write(TypeElement type, BenchmarkSpec spec, List<HookCall> hooks, boolean generatedVisible) {
        TypeSpec.Builder provider = TypeSpec.classBuilder(GeneratedNames.simpleProvider(spec.benchmark()))
                .addOriginatingElement(type)
                .addJavadoc("The matrix of {@code $L}.\n", spec.benchmark())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(MatrixProvider.class);
        if (generatedVisible) {
            provider.addAnnotation(AnnotationSpec.builder(GENERATED)
                    .addMember("value", "$S", PROCESSOR)
                    .build());
        }
        provider.addMethod(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Called by the runner.\n")
                .build());
        new SpecSource(provider).write(spec);
        provider.addMethod(newHooks(hooks));
        if (!hooks.isEmpty()) {
            provider.addType(HooksSource.write(ClassName.get(type), hooks, deprecated(type, hooks)));
        }
        return JavaFile.builder(GeneratedNames.packageOf(spec.benchmark()), provider.build())
                .skipJavaLangImports(true)
                .build();
    }

    /** Whether the compiler would lint the use of the class or of a hook. */
    private static boolean deprecated(TypeElement type, List<HookCall> hooks) {
        boolean any = hooks.stream().anyMatch(HookCall::deprecated);
        for (Element outer = type; outer instanceof TypeElement; outer = outer.getEnclosingElement()) {
            any |= outer.getAnnotation(Deprecated.class) != null;
        }
        for (Element constructor : ElementFilter.constructorsIn(type.getEnclosedElements())) {
            any |= constructor.getAnnotation(Deprecated.class) != null;
        }
        return any;
    }

    private static MethodSpec newHooks(List<HookCall> hooks) {
        CodeBlock value = hooks.isEmpty()
                ? CodeBlock.of("$T.NONE", Hooks.class)
                : CodeBlock.of("new $L()", HooksSource.CLASS_NAME);
        return MethodSpec.methodBuilder("newHooks")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(Hooks.class)
                .addStatement("return $L", value)
                .build();
    }
}
