package io.infermark.processor;

import com.google.testing.compile.JavaFileObjects;
import javax.tools.JavaFileObject;

/**
 * The source of a benchmark class {@code com.x.Bench} that compiles, of which a test replaces one part. A comment {@code /*!*}{@code /} marks the character at which a message is
 * expected; it stands right before that character.
 */
record BenchmarkSource(
        String model, String hardware, String server, String workloads, String sweeps, String more, String type) {
    static final String MARK = "/*!*/";

    static BenchmarkSource valid() {
        return new BenchmarkSource(
                "@Model(id = \"org/model-7b\", precision = Precision.FP8)",
                "@Hardware(H100.class)",
                "@Server(engine = Vllm.class, image = \"vllm:1\")",
                "@Workload(isl = 1024, osl = 1024)",
                "@Sweep(tp = 8, concurrency = @Concurrency({4, 8}))",
                "",
                "public class Bench {}");
    }

    BenchmarkSource withModel(String other) {
        return new BenchmarkSource(other, hardware, server, workloads, sweeps, more, type);
    }

    BenchmarkSource withHardware(String other) {
        return new BenchmarkSource(model, other, server, workloads, sweeps, more, type);
    }

    BenchmarkSource withServer(String other) {
        return new BenchmarkSource(model, hardware, other, workloads, sweeps, more, type);
    }

    /** A vLLM container with this endpoint member. */
    BenchmarkSource withEndpoint(String member) {
        return withServer(
                "@Server(engine = Vllm.class, image = \"vllm:1\", endpoint = @EndpointOptions(" + member + "))");
    }

    /** An external server with this URL list. */
    BenchmarkSource withUrls(String urls) {
        return withServer("@Server(engine = Vllm.class, endpoint = @EndpointOptions(urls = " + urls + "))");
    }

    BenchmarkSource withWorkloads(String other) {
        return new BenchmarkSource(model, hardware, server, other, sweeps, more, type);
    }

    BenchmarkSource withSweeps(String other) {
        return new BenchmarkSource(model, hardware, server, workloads, other, more, type);
    }

    /** One row with these members beside its concurrency. */
    BenchmarkSource withSweepOf(String members) {
        return withSweeps("@Sweep(" + members + ", concurrency = @Concurrency({4, 8}))");
    }

    BenchmarkSource withMore(String other) {
        return new BenchmarkSource(model, hardware, server, workloads, sweeps, other, type);
    }

    BenchmarkSource withType(String other) {
        return new BenchmarkSource(model, hardware, server, workloads, sweeps, more, other);
    }

    /** The class's hooks. */
    BenchmarkSource withBody(String members) {
        return withType("public class Bench {\n    " + members + "\n}");
    }

    String text() {
        return String.join(
                "\n",
                "package com.x;",
                "import io.infermark.api.*;",
                "import io.infermark.api.engine.*;",
                "import io.infermark.api.hardware.*;",
                "import io.infermark.spi.Endpoint;",
                "import org.openjdk.jmh.annotations.*;",
                "@ServingBenchmark",
                model,
                hardware,
                server,
                workloads,
                sweeps,
                more,
                type,
                "");
    }

    JavaFileObject file() {
        return JavaFileObjects.forSourceString("com.x.Bench", text());
    }
}
