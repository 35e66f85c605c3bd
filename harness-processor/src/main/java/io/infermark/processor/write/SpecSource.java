package io.infermark.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.AxisSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ComponentSpec;
import io.infermark.model.Condition;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.Exclusion;
import io.infermark.model.HardwareSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.MasterSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** The methods that rebuild a declaration. Each part is a method of its own and long lists are several, so that no method outgrows the JVM's limit of 64 KiB. */
final class SpecSource {
    /** Elements of one list that one method may add. */
    private static final int PIECE = 500;

    private final TypeSpec.Builder target;
    private final List<MethodSpec> parts = new ArrayList<>();
    private int lists;

    SpecSource(TypeSpec.Builder target) {
        this.target = target;
    }

    void write(BenchmarkSpec spec) {
        part("model", ModelSpec.class, model(spec.model()));
        part("hardware", HardwareSpec.class, hardware(spec.hardware()));
        part("engine", EngineSpec.class, engine(spec.server().engine()));
        part("endpoint", EndpointSpec.class, endpoint(spec.server().endpoint()));
        part("server", ServerSpec.class, server(spec.server()));
        part("slo", SloSpec.class, slo(spec.slo()));
        part("run", RunSettings.class, run(spec.run()));
        List<CodeBlock> rows = new ArrayList<>();
        for (int i = 0; i < spec.rows().size(); i++) {
            part("row" + i, SweepRow.class, row(spec.rows().get(i)));
            rows.add(CodeBlock.of("row$L()", i));
        }
        // Most classes are no entry of a master configuration; their source says nothing of it.
        boolean entry = !spec.master().equals(MasterSpec.NONE);
        if (entry) {
            new MasterSource(this).write(spec.master());
        }
        CodeBlock value = CodeBlock.builder()
                .add("new $T(\n", BenchmarkSpec.class)
                .indent()
                .add("$L,\n$L,\n", JavaLiteral.of(spec.benchmark()), JavaLiteral.of(spec.description()))
                .add("model(),\nhardware(),\nserver(),\n")
                .add("$L,\n", list(WorkloadSpec.class, spec.workloads(), SpecSource::workload))
                .add("$L,\n", list(SweepRow.class, rows, row -> row))
                .add("$L,\n", list(Exclusion.class, spec.exclusions(), this::exclusion))
                .add("slo(),\nrun(),\n$L", spec.maxPoints())
                .add(entry ? ",\nmaster())" : ")")
                .unindent()
                .build();
        target.addMethod(MethodSpec.methodBuilder("spec")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(BenchmarkSpec.class)
                .addStatement("return $L", value)
                .build());
        parts.forEach(target::addMethod);
    }

    private CodeBlock model(ModelSpec model) {
        return construct(
                ModelSpec.class,
                text(model.id()),
                text(model.prefix()),
                constant(model.precision()),
                text(model.servedName()),
                text(model.tokenizer()),
                text(model.revision()),
                number(model.parametersBillions()),
                number(model.layers()),
                number(model.kvHeads()),
                number(model.headDim()),
                number(model.maxModelLen()));
    }

    private CodeBlock hardware(HardwareSpec hardware) {
        return construct(
                HardwareSpec.class,
                text(hardware.name()),
                constant(hardware.vendor()),
                number(hardware.gpusPerNode()),
                number(hardware.memoryGib()),
                list(Precision.class, hardware.precisions(), SpecSource::constant),
                number(hardware.nodes()),
                text(hardware.label()));
    }

    private CodeBlock engine(EngineSpec engine) {
        return construct(
                EngineSpec.class,
                text(engine.name()),
                list(Vendor.class, engine.vendors(), SpecSource::constant),
                texts(engine.flags()),
                texts(engine.managedFlags()),
                list(SpecDecoding.class, engine.specDecoding(), SpecSource::constant),
                flag(engine.expertParallel()),
                flag(engine.dpAttention()),
                flag(engine.pipelineParallel()),
                constant(engine.defaultLaunch()));
    }

    private CodeBlock endpoint(EndpointSpec endpoint) {
        return construct(
                EndpointSpec.class,
                texts(endpoint.urls()),
                constant(endpoint.protocol()),
                text(endpoint.basePath()),
                text(endpoint.apiKey()),
                list(
                        HeaderSpec.class,
                        endpoint.headers(),
                        header -> inline(HeaderSpec.class, text(header.name()), text(header.value()))),
                map(endpoint.body()),
                texts(endpoint.removeBody()),
                text(endpoint.caCertificate()),
                text(endpoint.clientCertificate()));
    }

    private CodeBlock server(ServerSpec server) {
        List<CodeBlock> arguments = new ArrayList<>(List.of(
                CodeBlock.of("engine()"),
                text(server.image()),
                constant(server.launch()),
                texts(server.command()),
                texts(server.flags()),
                map(server.env()),
                duration(server.startTimeout()),
                flag(server.prefixCache()),
                CodeBlock.of("endpoint()")));
        if (server.prefixHitRate() != 0) {
            arguments.add(number(server.prefixHitRate()));
        }
        return construct(ServerSpec.class, arguments.toArray(CodeBlock[]::new));
    }

    private CodeBlock slo(SloSpec slo) {
        return construct(
                SloSpec.class,
                list(
                        SloSpec.Bound.class,
                        slo.bounds(),
                        bound -> inline(
                                SloSpec.Bound.class,
                                constant(bound.metric()),
                                number(bound.percentile()),
                                duration(bound.limit()))));
    }

    private CodeBlock run(RunSettings run) {
        return construct(
                RunSettings.class,
                number(run.forks()),
                number(run.warmupForks()),
                number(run.warmupIterations()),
                bound(run.warmup()),
                number(run.iterations()),
                bound(run.measurement()),
                duration(run.iterationTimeout()),
                number(run.minRequests()),
                texts(run.jvmArgs()));
    }

    private CodeBlock row(SweepRow row) {
        List<CodeBlock> arguments = new ArrayList<>(List.of(
                text(row.workload()),
                numbers(row.tp()),
                numbers(row.pp()),
                numbers(row.dcp()),
                numbers(row.pcp()),
                numbers(row.ep()),
                list(Boolean.class, row.dpAttention(), SpecSource::flag),
                list(SpecDecoding.class, row.specDecoding(), SpecSource::constant),
                list(AxisSpec.class, row.axes(), this::axis),
                rate(row.rate()),
                numbers(row.concurrency()),
                map(row.env()),
                set(row.declared())));
        if (row.ranged() || row.router().stated()) {
            arguments.add(flag(row.ranged()));
            arguments.add(component(row.router()));
        }
        return construct(SweepRow.class, arguments.toArray(CodeBlock[]::new));
    }

    static CodeBlock component(ComponentSpec component) {
        return component.stated()
                ? inline(ComponentSpec.class, text(component.name()), text(component.version()))
                : CodeBlock.of("$T.NONE", ComponentSpec.class);
    }

    static CodeBlock set(Set<String> values) {
        return CodeBlock.of(
                "$T.of($L)",
                Set.class,
                join(values.stream().sorted().map(SpecSource::text).toList()));
    }

    private CodeBlock axis(AxisSpec axis) {
        return inline(
                AxisSpec.class,
                text(axis.name()),
                texts(axis.values()),
                constant(axis.carrier()),
                text(axis.carrierName()));
    }

    private CodeBlock rate(RateSpec rate) {
        return inline(
                RateSpec.class,
                list(Double.class, rate.requestsPerSecond(), SpecSource::number),
                constant(rate.arrival()),
                number(rate.burstiness()),
                text(rate.shape()));
    }

    private CodeBlock exclusion(Exclusion exclusion) {
        return inline(
                Exclusion.class,
                list(
                        Condition.class,
                        exclusion.conditions(),
                        condition -> inline(
                                Condition.class,
                                text(condition.axis()),
                                constant(condition.operator()),
                                text(condition.value()))),
                text(exclusion.reason()));
    }

    private static CodeBlock workload(WorkloadSpec workload) {
        return inline(
                WorkloadSpec.class,
                text(workload.name()),
                number(workload.isl()),
                number(workload.osl()),
                number(workload.rangeRatio()));
    }

    private static CodeBlock bound(WindowBound bound) {
        if (bound instanceof WindowBound.PerConcurrency each) {
            return inline(WindowBound.PerConcurrency.class, number(each.requests()));
        }
        if (bound instanceof WindowBound.Requests fixed) {
            return inline(WindowBound.Requests.class, number(fixed.requests()));
        }
        return inline(WindowBound.Time.class, duration(((WindowBound.Time) bound).duration()));
    }

    /** A list; a long one becomes a method that fills it piece by piece. */
    <T> CodeBlock list(Class<?> type, List<T> values, Function<T, CodeBlock> writer) {
        List<CodeBlock> elements = values.stream().map(writer).toList();
        if (elements.size() <= PIECE) {
            boolean wide = elements.size() > 1 && type.getName().startsWith("io.infermark.model.");
            return wide
                    ? CodeBlock.builder()
                            .add("$T.of(\n", List.class)
                            .indent()
                            .add(CodeBlock.join(elements, ",\n"))
                            .unindent()
                            .add(")")
                            .build()
                    : CodeBlock.of("$T.of($L)", List.class, join(elements));
        }
        String name = "list" + lists++;
        TypeName listType = ParameterizedTypeName.get(List.class, type);
        CodeBlock.Builder body =
                CodeBlock.builder().addStatement("$T list = new $T<>($L)", listType, ArrayList.class, elements.size());
        for (int from = 0, piece = 0; from < elements.size(); from += PIECE, piece++) {
            String pieceName = name + "Piece" + piece;
            body.addStatement("list.addAll($L())", pieceName);
            List<CodeBlock> slice = elements.subList(from, Math.min(elements.size(), from + PIECE));
            method(pieceName, listType, CodeBlock.of("return $T.of($L);\n", List.class, join(slice)));
        }
        method(name, listType, body.addStatement("return list").build());
        return CodeBlock.of("$L()", name);
    }

    /** A map that keeps its order. */
    CodeBlock map(Map<String, String> values) {
        if (values.isEmpty()) {
            return CodeBlock.of("$T.of()", Map.class);
        }
        String name = "map" + lists++;
        TypeName type = ParameterizedTypeName.get(Map.class, String.class, String.class);
        CodeBlock.Builder body = CodeBlock.builder().addStatement("$T map = new $T<>()", type, LinkedHashMap.class);
        values.forEach((key, value) -> body.addStatement("map.put($L, $L)", text(key), text(value)));
        method(name, type, body.addStatement("return map").build());
        return CodeBlock.of("$L()", name);
    }

    CodeBlock texts(List<String> values) {
        return list(String.class, values, SpecSource::text);
    }

    CodeBlock numbers(List<Integer> values) {
        return list(Integer.class, values, value -> number(value));
    }

    void part(String name, Class<?> type, CodeBlock value) {
        method(
                name,
                TypeName.get(type),
                CodeBlock.builder().addStatement("return $L", value).build());
    }

    private void method(String name, TypeName type, CodeBlock body) {
        parts.add(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(type)
                .addCode(body)
                .build());
    }

    static CodeBlock construct(Class<?> type, CodeBlock... arguments) {
        return CodeBlock.builder()
                .add("new $T(\n", type)
                .indent()
                .add(CodeBlock.join(List.of(arguments), ",\n"))
                .unindent()
                .add(")")
                .build();
    }

    static CodeBlock inline(Class<?> type, CodeBlock... arguments) {
        return CodeBlock.of("new $T($L)", type, join(List.of(arguments)));
    }

    private static CodeBlock join(List<CodeBlock> elements) {
        return CodeBlock.join(elements, ", ");
    }

    static CodeBlock text(String value) {
        return CodeBlock.of("$L", JavaLiteral.of(value));
    }

    static CodeBlock number(int value) {
        return CodeBlock.of("$L", value);
    }

    static CodeBlock number(double value) {
        return CodeBlock.of("$L", JavaLiteral.of(value));
    }

    static CodeBlock flag(boolean value) {
        return CodeBlock.of("$L", value);
    }

    static CodeBlock constant(Enum<?> value) {
        return CodeBlock.of("$T.$L", value.getDeclaringClass(), value.name());
    }

    private static CodeBlock duration(Duration value) {
        return CodeBlock.of("$T.ofNanos($LL)", Duration.class, value.toNanos());
    }
}
