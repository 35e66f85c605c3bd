package io.infermark.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import io.infermark.processor.read.HookCall;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.openjdk.jmh.annotations.Level;

/** The nested class that calls a benchmark's hooks. */
final class HooksSource {
    static final String CLASS_NAME = "BenchmarkHooks";

    private HooksSource() {}

    static TypeSpec write(ClassName benchmark, List<HookCall> hooks, boolean deprecated) {
        TypeSpec.Builder type = TypeSpec.classBuilder(CLASS_NAME)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(Hooks.class)
                .addField(FieldSpec.builder(benchmark, "benchmark", Modifier.PRIVATE, Modifier.FINAL)
                        .initializer("new $T()", benchmark)
                        .build())
                .addMethod(calls("setUp", hooks.stream().filter(HookCall::setUp).toList()))
                .addMethod(calls(
                        "tearDown", hooks.stream().filter(hook -> !hook.setUp()).toList()));
        if (deprecated) {
            type.addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                    .addMember("value", "{$S, $S}", "deprecation", "removal")
                    .build());
        }
        return type.build();
    }

    private static MethodSpec calls(String name, List<HookCall> hooks) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(Level.class, "level")
                .addParameter(Endpoint.class, "endpoint")
                .addException(Exception.class);
        for (Level level : List.of(Level.Trial, Level.Iteration)) {
            List<HookCall> calls =
                    hooks.stream().filter(hook -> hook.level() == level).toList();
            if (calls.isEmpty()) {
                continue;
            }
            method.beginControlFlow("if (level == $T.$L)", Level.class, level.name());
            for (HookCall call : calls) {
                method.addStatement("benchmark.$L($L)", call.method(), call.takesEndpoint() ? "endpoint" : "");
            }
            method.endControlFlow();
        }
        return method.build();
    }
}
