package io.infermark.classes;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import io.infermark.api.AgenticSweep;
import io.infermark.api.AgenticWorkload;
import io.infermark.api.Concurrency;
import io.infermark.api.ConfigDialect;
import io.infermark.api.Hardware;
import io.infermark.api.KvOffloading;
import io.infermark.api.MasterEntry;
import io.infermark.api.Model;
import io.infermark.api.MultiNodeSweep;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Sweep;
import io.infermark.api.Worker;
import io.infermark.api.Workload;
import io.infermark.classes.ConfigSpecs.Read;
import io.infermark.model.AgenticWorkloadSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ClusterRow;
import io.infermark.model.ComponentSpec;
import io.infermark.model.MasterSpec;
import io.infermark.model.MatrixExpander;
import io.infermark.model.Parallelism;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkerSpec;
import io.infermark.model.WorkloadSpec;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** The source of a benchmark class: annotations alone, members at their defaults left out. */
final class ClassWriter {
    private static final int DEFAULT_MAX_POINTS = 2_000;

    private ClassWriter() {}

    static JavaFile write(String packageName, String className, Read read) {
        BenchmarkSpec spec = read.spec();
        TypeSpec.Builder type = TypeSpec.classBuilder(className)
                .addJavadoc("The entry {@code $L}.\n", spec.master().key().replace("}", "&#125;"))
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addAnnotation(mark(spec))
                .addAnnotation(entry(spec.master()))
                .addAnnotation(model(spec))
                .addAnnotation(hardware(read))
                .addAnnotation(server(read));
        spec.workloads().forEach(workload -> type.addAnnotation(workload(workload)));
        spec.rows().forEach(row -> type.addAnnotation(sweep(row)));
        spec.master().multiNode().forEach(row -> type.addAnnotation(multiNode(row)));
        spec.master().agenticWorkloads().forEach(workload -> type.addAnnotation(agenticWorkload(workload)));
        spec.master().agentic().forEach(row -> type.addAnnotation(agentic(row)));
        return JavaFile.builder(packageName, type.build())
                .skipJavaLangImports(true)
                .indent("    ")
                .build();
    }

    private static AnnotationSpec mark(BenchmarkSpec spec) {
        AnnotationSpec.Builder mark = AnnotationSpec.builder(ServingBenchmark.class);
        long points = MatrixExpander.count(spec);
        if (points > DEFAULT_MAX_POINTS) {
            mark.addMember("maxPoints", "$L", points);
        }
        return mark.build();
    }

    private static AnnotationSpec entry(MasterSpec master) {
        AnnotationSpec.Builder entry = AnnotationSpec.builder(MasterEntry.class)
                .addMember("key", "$S", master.key())
                .addMember("order", "$L", master.order())
                .addMember(
                        "dialect",
                        "$T.$L",
                        ConfigDialect.class,
                        master.dialect().name());
        text(entry, "framework", master.framework());
        text(entry, "precision", master.precision());
        if (master.disaggregated()) {
            entry.addMember("disaggregated", "true");
        }
        component(entry, "router", master.router());
        text(entry, "kvTransfer", master.kvTransfer());
        return entry.build();
    }

    private static AnnotationSpec model(BenchmarkSpec spec) {
        AnnotationSpec.Builder model = AnnotationSpec.builder(Model.class)
                .addMember("id", "$S", spec.model().id())
                .addMember("prefix", "$S", spec.model().prefix());
        constant(model, "precision", spec.model().precision());
        return model.build();
    }

    private static AnnotationSpec hardware(Read read) {
        AnnotationSpec.Builder hardware =
                AnnotationSpec.builder(Hardware.class).addMember("value", "$T.class", read.accelerator());
        String label = read.spec().hardware().label();
        text(hardware, "label", label.equals(read.spec().hardware().name()) ? "" : label);
        return hardware.build();
    }

    private static AnnotationSpec server(Read read) {
        AnnotationSpec.Builder server =
                AnnotationSpec.builder(Server.class).addMember("engine", "$T.class", read.engine());
        text(server, "image", read.spec().server().image());
        return server.build();
    }

    private static AnnotationSpec workload(WorkloadSpec spec) {
        AnnotationSpec.Builder workload = AnnotationSpec.builder(Workload.class)
                .addMember("isl", "$L", spec.isl())
                .addMember("osl", "$L", spec.osl());
        String own = WorkloadSpec.nameOf(spec.isl(), spec.osl());
        text(workload, "name", spec.name().equals(own) ? "" : spec.name());
        return workload.build();
    }

    private static AnnotationSpec sweep(SweepRow row) {
        AnnotationSpec.Builder sweep = AnnotationSpec.builder(Sweep.class).addMember("workload", "$S", row.workload());
        Parallelism p = new Parallelism(
                row.tp().get(0),
                row.pp().get(0),
                row.dcp().get(0),
                row.pcp().get(0),
                row.ep().get(0),
                row.dpAttention().get(0));
        parallelism(sweep, p, row.declared());
        speculation(sweep, row.specDecoding().get(0));
        concurrency(sweep, row.concurrency(), row.ranged());
        component(sweep, "router", row.router());
        row.env().forEach((name, value) -> sweep.addMember("env", "$S", name + "=" + value));
        return sweep.build();
    }

    private static AnnotationSpec multiNode(ClusterRow row) {
        AnnotationSpec.Builder sweep =
                AnnotationSpec.builder(MultiNodeSweep.class).addMember("workload", "$S", row.workload());
        speculation(sweep, row.specDecoding());
        sweep.addMember("prefill", "$L", worker(row.prefill()));
        sweep.addMember("decode", "$L", worker(row.decode()));
        clusterMembers(sweep, row);
        return sweep.build();
    }

    private static AnnotationSpec agenticWorkload(AgenticWorkloadSpec spec) {
        AnnotationSpec.Builder workload =
                AnnotationSpec.builder(AgenticWorkload.class).addMember("name", "$S", spec.name());
        if (spec.dramUtilization() != 0) {
            workload.addMember("dramUtilization", "$L", spec.dramUtilization());
        }
        return workload.build();
    }

    private static AnnotationSpec agentic(ClusterRow row) {
        AnnotationSpec.Builder sweep =
                AnnotationSpec.builder(AgenticSweep.class).addMember("workload", "$S", row.workload());
        if (row.multiNode()) {
            sweep.addMember("prefill", "$L", worker(row.prefill()));
            sweep.addMember("decode", "$L", worker(row.decode()));
        } else {
            parallelism(sweep, row.server(), row.declared());
        }
        speculation(sweep, row.specDecoding());
        if (row.kvOffloading() != KvOffloading.UNSTATED) {
            constant(sweep, "kvOffloading", row.kvOffloading());
        }
        component(sweep, "kvOffloadBackend", row.kvOffloadBackend());
        row.env().forEach((name, value) -> sweep.addMember("env", "$S", name + "=" + value));
        clusterMembers(sweep, row);
        return sweep.build();
    }

    private static void clusterMembers(AnnotationSpec.Builder sweep, ClusterRow row) {
        concurrency(sweep, row.concurrency(), row.ranged());
        component(sweep, "router", row.router());
        text(sweep, "kvTransfer", row.kvTransfer());
    }

    private static AnnotationSpec worker(WorkerSpec spec) {
        AnnotationSpec.Builder worker = AnnotationSpec.builder(Worker.class).addMember("count", "$L", spec.count());
        parallelism(worker, spec.parallelism(), Set.of("tp"));
        text(worker, "hardware", spec.hardware());
        if (spec.settingsStated()) {
            List<CodeBlock> settings = spec.settings().stream()
                    .map(setting -> CodeBlock.of("$S", setting))
                    .toList();
            worker.addMember("settings", "{$L}", CodeBlock.join(settings, ", "));
        }
        return worker.build();
    }

    private static void parallelism(AnnotationSpec.Builder to, Parallelism p, Set<String> declared) {
        size(to, "tp", p.tp(), declared);
        size(to, "pp", p.pp(), declared);
        size(to, "dcp", p.dcp(), declared);
        size(to, "pcp", p.pcp(), declared);
        size(to, "ep", p.ep(), declared);
        if (p.dpAttention() || declared.contains("dpAttention")) {
            to.addMember("dpAttention", "$L", p.dpAttention());
        }
    }

    private static void size(AnnotationSpec.Builder to, String name, int value, Set<String> declared) {
        if (value != 1 || declared.contains(name)) {
            to.addMember(name, "$L", value);
        }
    }

    private static void speculation(AnnotationSpec.Builder to, SpecDecoding value) {
        if (value != SpecDecoding.NONE) {
            constant(to, "specDecoding", value);
        }
    }

    private static void concurrency(AnnotationSpec.Builder to, List<Integer> values, boolean ranged) {
        AnnotationSpec.Builder concurrency = AnnotationSpec.builder(Concurrency.class);
        if (ranged) {
            concurrency.addMember("from", "$L", values.get(0));
            concurrency.addMember("to", "$L", values.get(values.size() - 1));
        } else {
            List<CodeBlock> list =
                    values.stream().map(value -> CodeBlock.of("$L", value)).toList();
            concurrency.addMember("value", "{$L}", CodeBlock.join(list, ", "));
        }
        to.addMember("concurrency", "$L", concurrency.build());
    }

    private static void component(AnnotationSpec.Builder to, String name, ComponentSpec spec) {
        if (spec.stated()) {
            AnnotationSpec.Builder component =
                    AnnotationSpec.builder(io.infermark.api.Component.class).addMember("name", "$S", spec.name());
            text(component, "version", spec.version());
            to.addMember(name, "$L", component.build());
        }
    }

    private static void constant(AnnotationSpec.Builder to, String name, Enum<?> value) {
        to.addMember(name, "$T.$L", value.getDeclaringClass(), value.name());
    }

    private static void text(AnnotationSpec.Builder to, String name, String value) {
        if (!value.isEmpty()) {
            to.addMember(name, "$S", value);
        }
    }
}
