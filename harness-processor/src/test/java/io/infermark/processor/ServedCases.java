package io.infermark.processor;

import static io.infermark.processor.BenchmarkSource.valid;

import io.infermark.processor.report.Message;
import java.util.List;

/** Messages about the model, the hardware and the server. */
final class ServedCases {
    private ServedCases() {}

    static List<MessageCase> all() {
        return List.of(
                MessageCase.of(
                        Message.MODEL_MISSING,
                        "Bench has no @Model, so nothing is known of what is served. Add @Model(id = \"…\") to it, to"
                                + " one of its annotations or to its superclass.",
                        "com.x.Bench",
                        markedBenchmark(valid().withModel(""))),
                MessageCase.of(
                        Message.HARDWARE_MISSING,
                        "Bench has no @Hardware, so its matrix can't be checked. Add for example @Hardware(H100.class)"
                                + " from io.infermark.api.hardware.",
                        "com.x.Bench",
                        markedBenchmark(valid().withHardware(""))),
                MessageCase.of(
                        Message.SERVER_MISSING,
                        "Bench has no @Server, so nobody knows what to start. Add for example @Server(engine ="
                                + " Vllm.class) from io.infermark.api.engine.",
                        "com.x.Bench",
                        markedBenchmark(valid().withServer(""))),
                MessageCase.of(
                        Message.TYPE_UNRESOLVED,
                        "H1000.class names nothing that exists, so the benchmark can't be read; is an import missing?"
                                + " Did you mean \"H100\"?",
                        valid().withHardware("@Hardware(H1000/*!*/.class)")),
                MessageCase.of(
                                Message.TYPE_UNRESOLVED,
                                "Vlm.class names nothing that exists, so the benchmark can't be read; is an import missing?"
                                        + " Did you mean \"Vllm\"?",
                                valid().withServer("@Server(engine = Vlm/*!*/.class, image = \"vllm:1\")"))
                        .named("engine"),
                MessageCase.of(
                                Message.ACCELERATOR_FACTS_MISSING,
                                "the accelerator type Mine carries no @AcceleratorFacts, so its GPUs, memory and precisions are"
                                        + " unknown. Annotate the type, or use one of io.infermark.api.hardware.",
                                valid().withHardware("@Hardware(Mine/*!*/.class)"))
                        .with("com.x.Mine", "package com.x;\ninterface Mine extends io.infermark.api.Accelerator {}\n"),
                MessageCase.of(
                                Message.ENGINE_FACTS_MISSING,
                                "the engine type Mine carries no @EngineFacts, so its flags and abilities are unknown. Annotate"
                                        + " the type, or use one of io.infermark.api.engine.",
                                valid().withServer("@Server(engine = Mine/*!*/.class)"))
                        .with("com.x.Mine", "package com.x;\ninterface Mine extends io.infermark.api.Engine {}\n"),
                MessageCase.of(
                                Message.ACCELERATOR_FACTS_INVALID,
                                "the facts of accelerator \"mine\" can't be true: a node has 0 GPUs. Correct its facts.",
                                valid().withHardware("@Hardware(Mine/*!*/.class)")
                                        .withSweeps("@Sweep(concurrency = @Concurrency({4, 8}))"))
                        .with("com.x.Mine", """
                                package com.x;
                                import io.infermark.api.*;
                                @AcceleratorFacts(name = "mine", vendor = Vendor.NVIDIA, gpusPerNode = 0, memoryGib = 80,
                                        precisions = Precision.FP8)
                                interface Mine extends Accelerator {}
                                """),
                MessageCase.of(
                                Message.ENGINE_FACTS_INVALID,
                                "the facts of engine \"mine\" can't be true: \"threads\" is no flag. Correct its facts.",
                                valid().withServer("@Server(engine = Mine/*!*/.class, image = \"mine:1\")"))
                        .with("com.x.Mine", """
                                package com.x;
                                import io.infermark.api.*;
                                @EngineFacts(name = "mine", flags = "threads")
                                interface Mine extends Engine {}
                                """),
                MessageCase.of(
                        Message.MODEL_ID_EMPTY,
                        "the model has no id. Give its name on the hub, such as \"deepseek-ai/DeepSeek-R1-0528\", or its"
                                + " path.",
                        valid().withModel("@Model(id = /*!*/\"\")")),
                MessageCase.of(
                        Message.PREFIX_MALFORMED,
                        "the prefix \"ds_r1\" can't stand in file and result names. Use letters, digits, \".\" and \"-\","
                                + " no \"_\", which separates the parts of a name.",
                        valid().withModel("@Model(id = \"org/m\", prefix = /*!*/\"ds_r1\")")),
                MessageCase.of(
                        Message.MODEL_FACT_NEGATIVE,
                        "layers is -2, but a model can't have less than none. Give the fact, or 0 for \"not stated\".",
                        valid().withModel("@Model(id = \"org/m\", layers = /*!*/-2)")),
                MessageCase.of(
                        Message.MODEL_LEN_TOO_SMALL,
                        "maxModelLen=2000 is shorter than workload 1k1k, whose requests take 2048 tokens (isl 1024 + osl"
                                + " 1024). Raise it to at least 2048, or leave it out.",
                        valid().withModel("@Model(id = \"org/m\", maxModelLen = /*!*/2000)")),
                MessageCase.of(
                        Message.PRECISION_UNSUPPORTED,
                        "h100 has no kernels for FP4; it has MXFP4, FP8, INT8, INT4, BF16, FP16, FP32. Choose one of these, or"
                                + " other hardware.",
                        valid().withModel("@Model(id = \"org/m\", precision = Precision/*!*/.FP4)")),
                MessageCase.of(
                        Message.NODES_TOO_FEW,
                        "a server can't span 0 nodes. Set nodes to 1 or more.",
                        valid().withHardware("@Hardware(value = H100.class, nodes = /*!*/0)")
                                .withSweeps("@Sweep(tp = 8, concurrency = @Concurrency({4, 8}))")),
                MessageCase.of(
                        Message.ENGINE_VENDOR,
                        "the engine trt does not run on mi300x, whose vendor is AMD; it runs on NVIDIA. Choose another"
                                + " engine or other hardware.",
                        valid().withHardware("@Hardware(MI300X.class)")
                                .withServer("@Server(engine = TensorRtLlm/*!*/.class, image = \"trt:1\")")),
                MessageCase.of(
                        Message.HIT_RATE,
                        "prefixHitRate=1.5 is outside [0, 1]. It is the share of prompt tokens that is meant to come from"
                                + " the prefix cache, 0 to 1.",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\", prefixCache = true,"
                                + " prefixHitRate = /*!*/1.5)")),
                MessageCase.of(
                        Message.HIT_RATE,
                        "prefixHitRate=0.5 can't be met without prefixCache = true. It is the share of prompt tokens that"
                                + " is meant to come from the prefix cache, 0 to 1.",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\","
                                + " prefixHitRate = /*!*/0.5)")),
                MessageCase.of(
                        Message.LAUNCH_WITHOUT_IMAGE,
                        "the engine vllm starts as a container, but no image is given. Give an image, pinned by tag or"
                                + " digest, or choose another way to launch.",
                        valid().withServer("/*!*/@Server(engine = Vllm.class)")),
                MessageCase.of(
                        Message.LAUNCH_WITHOUT_URL,
                        "the server is external, but nobody says where it is. Give its address in endpoint urls, such as"
                                + " \"http://host:8000\".",
                        valid().withServer("@Server(engine = Vllm.class, launch = Launch/*!*/.EXTERNAL)")),
                MessageCase.of(
                        Message.LAUNCH_WITHOUT_COMMAND,
                        "the engine custom has no recipe, so its process needs a command. Give the command word by word.",
                        valid().withServer("/*!*/@Server(engine = Custom.class)")),
                MessageCase.of(
                        Message.LAUNCH_CONTRADICTS_URL,
                        "the harness is to start the server (CONTAINER), but URLs of running servers are given, which"
                                + " would be ignored. Remove the URLs, or launch EXTERNAL.",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\", launch ="
                                + " Launch/*!*/.CONTAINER, endpoint = @EndpointOptions(urls = \"http://a\"))")),
                MessageCase.of(
                        Message.EXTERNAL_STARTS,
                        "the points need 2 differently started servers, but an external one is as it is: points would"
                                + " differ in name only, as com.x.Bench[tp=4,isl=1024,osl=1024,conc=4] and"
                                + " com.x.Bench[tp=8,isl=1024,osl=1024,conc=4]. Keep axes that the server can't follow"
                                + " out of the sweep.",
                        valid().withServer("/*!*/@Server(engine = Vllm.class, endpoint = @EndpointOptions(urls ="
                                        + " \"http://a\"))")
                                .withSweepOf("tp = {4, 8}")),
                MessageCase.of(
                        Message.FLAG_UNKNOWN,
                        "the engine vllm does not know the flag --max-num-seq. Did you mean \"--max-num-seqs\"?",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\", flags ="
                                + " {/*!*/\"--max-num-seq\", \"64\"})")),
                MessageCase.of(
                                Message.FLAG_UNKNOWN,
                                "the engine vllm does not know the flag --zzz. If it does, add it to the flags of the engine's"
                                        + " facts, on a type of your own.",
                                valid().withServer(
                                                "@Server(engine = Vllm.class, image = \"vllm:1\", flags = /*!*/\"--zzz=1\")"))
                        .named("without a near one"),
                MessageCase.of(
                        Message.FLAG_MANAGED,
                        "the flag --port is set by the harness from the declaration for engine vllm; a second value would"
                                + " contradict it. Remove it and use the member or axis for it.",
                        valid().withServer(
                                        "@Server(engine = Vllm.class, image = \"vllm:1\", flags = {\"--seed\", \"-1\","
                                                + " /*!*/\"--port\", \"80\"})")),
                MessageCase.of(
                        Message.ENV_MALFORMED,
                        "\"A-B=1\" is no environment variable. Write NAME=value with a name of letters, digits and"
                                + " \"_\".",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\", env = {\"A=1\","
                                + " /*!*/\"A-B=1\"})")),
                MessageCase.of(
                        Message.ENV_TWICE,
                        "the variable A is set twice here; only one value can reach the engine. Remove one.",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\", env = {\"A=1\","
                                + " /*!*/\"A=2\"})")),
                MessageCase.of(
                        Message.DURATION_MALFORMED,
                        "\"forty\" is no duration. Write a number and a unit, such as \"30 ms\", \"2 s\" or \"40 min\".",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\", startTimeout ="
                                + " /*!*/\"forty\")")),
                MessageCase.of(
                        Message.MEMORY_TOO_SMALL,
                        "big with tp=1 does not fit a GPU of h100: about 93.1 GiB of weights and 0.4 GiB of KV cache for"
                                + " one context of 2304 tokens exceed 79.6 GiB. Raise tp or pp, lower the precision, or exclude"
                                + " it.",
                        valid().withModel(
                                        "@Model(id = \"org/big\", precision = Precision.FP8, parametersBillions = 100,"
                                                + " layers = 40, kvHeads = 8, headDim = 128)")
                                .withSweepOf("tp = {/*!*/1, 8}")),
                MessageCase.of(
                        Message.MEMORY_TIGHT,
                        "tp=2 holds 1000 contexts of 2304 tokens, whose KV cache takes about 175.8 GiB a GPU beside 46.6 GiB of"
                                + " weights, more than the 79.6 GiB of h100. Requests would wait inside the engine; lower"
                                + " the concurrency, raise tp, or exclude it.",
                        valid().withModel(
                                        "@Model(id = \"org/big\", precision = Precision.FP8, parametersBillions = 100,"
                                                + " layers = 40, kvHeads = 8, headDim = 128)")
                                .withSweeps("@Sweep(tp = 2, concurrency = @Concurrency({8, /*!*/1000}))")));
    }

    /** Marks the benchmark annotation, where what is missing is reported. */
    static String markedBenchmark(BenchmarkSource source) {
        return source.text().replace("@ServingBenchmark", BenchmarkSource.MARK + "@ServingBenchmark");
    }
}
