package io.infermark.processor;

import static io.infermark.processor.BenchmarkSource.valid;

import io.infermark.processor.report.Message;
import java.util.List;

/** Messages about the class, its hooks and JMH's annotations. */
final class ClassCases {
    private ClassCases() {}

    static List<MessageCase> all() {
        return List.of(
                MessageCase.of(
                        Message.CLASS_KIND,
                        "Bench is of kind interface, but a benchmark is a class. Move the annotations to a class, or to"
                                + " an annotation type that benchmark classes carry.",
                        valid().withType("public /*!*/interface Bench {}")),
                MessageCase.of(
                        Message.CLASS_ABSTRACT,
                        "Bench is abstract, so it can't be run. Leave @ServingBenchmark to the classes that extend it;"
                                + " they inherit all other annotations.",
                        valid().withType("public abstract /*!*/class Bench {}")),
                MessageCase.of(
                        Message.CLASS_GENERIC,
                        "Bench has type parameters, which nobody could fill in. Declare the class without them.",
                        valid().withType("public /*!*/class Bench<T> {}")),
                MessageCase.of(
                        Message.CLASS_INNER,
                        "Inner is an inner class, which needs an instance of its outer one. Make it static or a class of"
                                + " its own.",
                        "com.x.Bench",
                        nested("public /*!*/class Inner {}")),
                MessageCase.of(
                        Message.CLASS_PRIVATE,
                        "Inner can't be reached from the generated class because Inner is private. Remove"
                                + " \"private\".",
                        "com.x.Bench",
                        nested("private static /*!*/class Inner {}")),
                MessageCase.of(
                        Message.ANNOTATION_STRAY,
                        "@Sweep on Bench does nothing, because the class is no benchmark. Add @ServingBenchmark, or make"
                                + " the class abstract if others inherit from it.",
                        "com.x.Bench",
                        """
                        package com.x;
                        import io.infermark.api.*;
                        /*!*/@Sweep(tp = 8, concurrency = @Concurrency(4))
                        public class Bench {}
                        """),
                MessageCase.of(
                                Message.ANNOTATION_AMBIGUOUS,
                                "@Model comes from both One and Two, which are equally near, so neither wins. State it on the"
                                        + " class.",
                                valid().withModel("@One\n/*!*/@Two"))
                        .with("com.x.One", composed("One", "first"))
                        .with("com.x.Two", composed("Two", "second")),
                MessageCase.of(
                        Message.JMH_MEANINGLESS,
                        "JMH's @Param has no meaning for a serving benchmark. Use @Sweep(axes = @Axis(…)).",
                        valid().withBody("/*!*/@Param({\"1\"}) public int size;")),
                MessageCase.of(
                                Message.JMH_MEANINGLESS,
                                "JMH's @Benchmark has no meaning for a serving benchmark. What is measured is the served model,"
                                        + " not a method; the class is marked by @ServingBenchmark.",
                                valid().withBody("/*!*/@Benchmark public void run() {}"))
                        .named("on a method"),
                MessageCase.of(
                                Message.JMH_MEANINGLESS,
                                "JMH's @Threads has no meaning for a serving benchmark. Use @Sweep(concurrency = …).",
                                valid().withMore("/*!*/@Threads(4)"))
                        .named("on the class"),
                MessageCase.of(
                        Message.JMH_MEMBER,
                        "the member of JMH's @Measurement, \"batchSize\", has no meaning for a serving benchmark. Bound"
                                + " the window by time or by @Window's requests.",
                        valid().withMore("@Measurement(iterations = 2, batchSize = /*!*/4)")),
                MessageCase.of(
                                Message.JMH_MEMBER,
                                "the member of JMH's @Fork, \"jvm\", has no meaning for a serving benchmark. The load generator"
                                        + " runs on the harness's own JVM; use jvmArgs for its options.",
                                valid().withMore("@Fork(value = 1, jvm = /*!*/\"java\")"))
                        .named("jvm"),
                MessageCase.of(
                        Message.JMH_ON_METHOD,
                        "JMH's @Warmup stands on the method a, where it says nothing here: points are measured, not"
                                + " methods. Move it to the class.",
                        valid().withBody("/*!*/@Warmup(iterations = 2) void a() {}")),
                MessageCase.of(
                        Message.HOOK_LEVEL,
                        "a would run around every request and distort what is measured. Use Level.Trial or"
                                + " Level.Iteration.",
                        valid().withBody("@Setup(Level/*!*/.Invocation) public void a() {}")),
                MessageCase.of(
                        Message.HOOK_PRIVATE,
                        "a is private, so it can't be called. Make it package-private or public.",
                        valid().withBody("@Setup private void /*!*/a() {}")),
                MessageCase.of(
                        Message.HOOK_STATIC,
                        "a is static, but hooks run on the trial's own instance. Remove \"static\".",
                        valid().withBody("@TearDown static void /*!*/a() {}")),
                MessageCase.of(
                        Message.HOOK_RETURN,
                        "a returns int, which nobody would look at. Make it void.",
                        valid().withBody("@Setup int /*!*/a() { return 1; }")),
                MessageCase.of(
                        Message.HOOK_PARAMETER,
                        "a has a parameter that can't be given. A hook takes nothing, or one"
                                + " io.infermark.spi.Endpoint.",
                        valid().withBody("@Setup void a(String /*!*/url) {}")),
                MessageCase.of(
                                Message.HOOK_PARAMETER,
                                "a has a parameter that can't be given. A hook takes nothing, or one"
                                        + " io.infermark.spi.Endpoint.",
                                valid().withBody("@Setup void a(Endpoint one, Endpoint /*!*/two) {}"))
                        .named("two"),
                MessageCase.of(
                        Message.HOOK_THROWS,
                        "a throws java.lang.Throwable; a hook may throw exceptions only. Declare Exception or a"
                                + " subclass.",
                        valid().withBody("@Setup void /*!*/a() throws Throwable {}")),
                MessageCase.of(
                        Message.HOOK_CONSTRUCTOR,
                        "Bench has hooks, so it needs a constructor without parameters that is not private and declares"
                                + " no checked exception. Add one.",
                        valid().withBody("private /*!*/Bench() {} @Setup void a() {}")),
                MessageCase.of(
                                Message.HOOK_CONSTRUCTOR,
                                "Bench has hooks, so it needs a constructor without parameters that is not private and declares"
                                        + " no checked exception. Add one.",
                                valid().withType("public /*!*/class Bench { Bench(int i) {} @Setup void a() {} }"))
                        .named("with parameters"),
                MessageCase.of(
                                Message.HOOK_INACCESSIBLE,
                                "a belongs to the package com.y and can't be called from this class's package. Make it public, or"
                                        + " override it here with the annotation.",
                                "com.y.BenchBase",
                                """
                        package com.y;
                        import org.openjdk.jmh.annotations.*;
                        public abstract class BenchBase { @Setup protected void /*!*/a() {} }
                        """)
                        .with(
                                "com.x.Bench",
                                valid().withType("public class Bench extends com.y.BenchBase {}")
                                        .text()),
                MessageCase.of(
                                Message.NAME_TAKEN,
                                "com.x.Bench_Matrix can't be generated for com.x.Bench because that name is taken:"
                                        + " javax.annotation.processing.FilerException: Attempt to recreate a file for type"
                                        + " com.x.Bench_Matrix. Rename the other type.",
                                valid().withType("public /*!*/class Bench {}"))
                        .with("com.x.Bench_Matrix", "package com.x;\nclass Bench_Matrix {}\n"));
    }

    private static String nested(String inner) {
        String text = valid().text();
        int benchmark = text.indexOf("@ServingBenchmark");
        return text.substring(0, benchmark)
                + "class Bench {\n"
                + text.substring(benchmark).replace("public class Bench {}", inner)
                + "}\n";
    }

    private static String composed(String name, String id) {
        return "package com.x;\nimport io.infermark.api.*;\n@Model(id = \"" + id + "\")\n@interface " + name + " {}\n";
    }
}
