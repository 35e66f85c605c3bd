package io.infermark.processor;

/** Longer sources that several tests compile. */
final class Sources {
    /** Every member of every annotation, in a nested class with hooks. */
    static final String EVERYTHING = """
            package com.x;

            import io.infermark.api.*;
            import io.infermark.api.engine.*;
            import io.infermark.api.hardware.*;
            import io.infermark.spi.Endpoint;
            import java.util.concurrent.TimeUnit;
            import org.openjdk.jmh.annotations.*;

            public final class Outer {
                private Outer() {}

                @ServingBenchmark(description = "\\u00b5-benchmark with \\"quotes\\", a \\\\ and a $", maxPoints = 5000)
                @Model(
                        id = "org/model-70b",
                        prefix = "m70",
                        precision = Precision.FP8,
                        servedName = "m",
                        tokenizer = "/models/m",
                        revision = "abc",
                        parametersBillions = 70.6,
                        layers = 80,
                        kvHeads = 8,
                        headDim = 128,
                        maxModelLen = 10000)
                @Hardware(value = H200.class, nodes = 2, label = "site-h200")
                @Server(
                        engine = Vllm.class,
                        image = "vllm/vllm-openai@sha256:0123",
                        command = {"vllm", "serve"},
                        flags = {"--max-num-seqs", "256"},
                        env = {"B=2", "A=1"},
                        startTimeout = "90 min",
                        prefixCache = true,
                        prefixHitRate = 0.25,
                        endpoint =
                                @EndpointOptions(
                                        protocol = Protocol.CHAT,
                                        basePath = "/api/v1",
                                        apiKey = "env:KEY",
                                        headers = {"X-Team: perf", "Authorization: file:/run/secret"},
                                        body = {"temperature=0", "stop=[\\"a\\"]"},
                                        removeBody = "ignore_eos",
                                        caCertificate = "/ca.pem",
                                        clientCertificate = "c.pem,k.pem"))
                @Workload(isl = 1024, osl = 1024)
                @Workload(isl = 300, osl = 50, name = "short", rangeRatio = 0.8)
                @Sweep(tp = 16, concurrency = @Concurrency(from = 4, to = 100))
                @Sweep(
                        workload = "short",
                        tp = {4, 8},
                        pp = {1, 2},
                        dcp = 2,
                        pcp = 1,
                        ep = {1, 4},
                        dpAttention = {false, true},
                        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP},
                        axes = {
                            @Axis(name = "block-size", values = {"16", "32"}),
                            @Axis(name = "backend", values = {"", "FLASH_ATTN"}, env = "VLLM_ATTENTION_BACKEND"),
                            @Axis(name = "eager", values = "true", flag = "--enforce-eager")
                        },
                        rate = @Rate(value = {2, 4.5}, arrival = Arrival.GAMMA, burstiness = 0.7),
                        concurrency = @Concurrency(200),
                        env = "ROW=2")
                @Sweep(
                        tp = 4,
                        workload = "short",
                        rate = @Rate(value = 3, arrival = Arrival.STEPS, shape = "0.5:30s,2:30s"))
                @Exclude({"ep=4", "tp=8"})
                @Exclude(value = "rate>4", reason = "too fast")
                @Slo(ttftP50 = "1 s", ttftP99 = "2 s", tpotP50 = "30 ms", itlP99 = "250 us", e2elP90 = "1.5 min")
                @Window(requestsPerConcurrency = 20, warmupRequests = 16, minRequests = 12)
                @Warmup(iterations = 2)
                @Measurement(iterations = 5)
                @Fork(value = 2, warmups = 1, jvmArgs = "-Xmx1g", jvmArgsAppend = "-Da=b")
                @Timeout(time = 20, timeUnit = TimeUnit.MINUTES)
                public static class Inner {
                    @Setup
                    public void before() {}

                    @Setup(Level.Iteration)
                    void beforeEach(Endpoint endpoint) throws Exception {}

                    @TearDown(Level.Iteration)
                    void afterEach() {}

                    @TearDown
                    protected void after(Endpoint endpoint) {}
                }
            }
            """;

    private Sources() {}
}
