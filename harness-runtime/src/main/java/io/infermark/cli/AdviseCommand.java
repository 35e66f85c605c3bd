package io.infermark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.advice.AdviceText;
import io.infermark.advice.Advisor;
import io.infermark.advice.Candidate;
import io.infermark.advice.ModelShape;
import io.infermark.advice.Question;
import io.infermark.api.Precision;
import io.infermark.classes.KnownTypes;
import io.infermark.config.master.ModelFacts;
import io.infermark.model.HardwareSpec;
import io.infermark.model.Suggestion;
import io.infermark.plan.UsageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code advise}: which parallelism and precision a model can have on a kind of hardware. */
@Command(
        name = "advise",
        mixinStandardHelpOptions = true,
        description =
                "Says for each precision, TP and EP whether a model fits a kind of hardware, with what headroom, and how many requests its KV cache holds; "
                        + "by the estimate that the compiler uses. An upper bound: activations, graphs and the engine's reserve are not in it.")
final class AdviseCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description =
                    "A model id, as meta-llama/Llama-3.3-70B-Instruct; its facts are in configs/models.yaml, else the size in its name is used.")
    String model = "";

    @Parameters(index = "1", paramLabel = "HARDWARE", description = "Hardware, as h100 or mi355x.")
    String hardware = "";

    @Option(names = "--isl", paramLabel = "N", description = "Input tokens of a request (default: ${DEFAULT-VALUE}).")
    int isl = 1024;

    @Option(names = "--osl", paramLabel = "N", description = "Output tokens of a request (default: ${DEFAULT-VALUE}).")
    int osl = 1024;

    @Option(
            names = {"--concurrency", "--conc"},
            paramLabel = "N",
            description = "Streams that are to run at once (default: ${DEFAULT-VALUE}).")
    int concurrency = 64;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            split = ",",
            description = "Weight formats, as fp8,bf16 (default: all that the hardware has).")
    List<String> precisions = new ArrayList<>();

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes that a server may span (default: 1).")
    int nodes = 1;

    @Option(
            names = "--dp-attention",
            description = "Data-parallel attention: each GPU keeps the cache of its own requests.")
    boolean dpAttention;

    @Option(
            names = "--params-billions",
            paramLabel = "N",
            description = "Parameters in billions, instead of the known ones.")
    double parametersBillions;

    @Option(names = "--layers", paramLabel = "N", description = "Layers with a KV cache.")
    int layers;

    @Option(names = "--kv-heads", paramLabel = "N", description = "KV heads of a layer.")
    int kvHeads;

    @Option(names = "--head-dim", paramLabel = "N", description = "Size of a head.")
    int headDim;

    @Option(names = "--experts", paramLabel = "N", description = "Experts of a layer, for EP.")
    int experts;

    @Option(
            names = {"-format", "--format"},
            paramLabel = "FORMAT",
            description = "text (default) or json.")
    ReportFormat format = ReportFormat.TEXT;

    AdviseCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        HardwareSpec on = hardware();
        Question question = new Question(shape(), on, isl, osl, concurrency, precisions(on), dpAttention);
        requirePositive("--isl", isl);
        requirePositive("--osl", osl);
        requirePositive("--concurrency", concurrency);
        List<Candidate> candidates = Advisor.candidates(question);
        if (format == ReportFormat.JSON) {
            out.println(json(question, candidates).toPrettyString());
        } else {
            AdviceText.lines(question, candidates).forEach(out::println);
        }
        return ExitCode.GOOD;
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new UsageException("[ValueTooSmall] " + option + " " + value + " is not positive. Use 1 or more.");
        }
    }

    private HardwareSpec hardware() {
        requirePositive("--nodes", nodes);
        Optional<HardwareSpec> known = KnownTypes.hardware(hardware.toLowerCase(java.util.Locale.ROOT));
        HardwareSpec one = known.orElseThrow(() -> new UsageException("[HardwareUnknown] the hardware \"" + hardware
                + "\" is not known." + Suggestion.sentence(hardware, KnownTypes.acceleratorNames())));
        return new HardwareSpec(
                one.name(), one.vendor(), one.gpusPerNode(), one.memoryGib(), one.precisions(), nodes, one.label());
    }

    private ModelShape shape() {
        ModelFacts facts = ModelFacts.bundled();
        Optional<ModelShape> known = ModelShape.of(model, facts);
        double billions = parametersBillions > 0
                ? parametersBillions
                : known.map(ModelShape::parametersBillions).orElse(0.0);
        if (billions <= 0) {
            throw new UsageException("[ModelUnknown] the size of \"" + model
                    + "\" is not known: neither configs/models.yaml nor its name tells it."
                    + Suggestion.sentence(model, facts.names())
                    + " Or state it: --params-billions 70 --layers 80 --kv-heads 8 --head-dim 128.");
        }
        return new ModelShape(
                model,
                billions,
                stated(layers, known.map(ModelShape::layers)),
                stated(kvHeads, known.map(ModelShape::kvHeads)),
                stated(headDim, known.map(ModelShape::headDim)),
                stated(experts, known.map(ModelShape::experts)));
    }

    private static int stated(int stated, Optional<Integer> known) {
        return stated > 0 ? stated : known.orElse(0);
    }

    private List<Precision> precisions(HardwareSpec on) {
        List<Precision> chosen = new ArrayList<>();
        for (String name : precisions) {
            Precision precision = Precision.of(name)
                    .filter(on.precisions()::contains)
                    .orElseThrow(() -> new UsageException("[PrecisionUnsupported] " + on.name()
                            + " has no kernels for \""
                            + name + "\"; it has "
                            + on.precisions().stream().map(Precision::label).toList() + "."));
            chosen.add(precision);
        }
        return chosen.isEmpty() ? on.precisions() : chosen;
    }

    private static ObjectNode json(Question question, List<Candidate> candidates) {
        ObjectNode root = ReportFormat.document("infermark.advice");
        ModelShape model = question.model();
        root.putObject("model")
                .put("id", model.id())
                .put("parameters_billions", model.parametersBillions())
                .put("layers", model.layers())
                .put("kv_heads", model.kvHeads())
                .put("head_dim", model.headDim())
                .put("experts", model.experts())
                .put("kv_cache_known", model.cacheKnown());
        root.putObject("hardware")
                .put("name", question.hardware().name())
                .put("gpus_per_node", question.hardware().gpusPerNode())
                .put("nodes", question.hardware().nodes())
                .put("memory_gib", question.hardware().memoryGib());
        root.put("isl", question.isl());
        root.put("osl", question.osl());
        root.put("concurrency", question.concurrency());
        root.put("dp_attention", question.dpAttention());
        ArrayNode all = root.putArray("candidates");
        for (Candidate candidate : candidates) {
            all.add(json(candidate));
        }
        Advisor.smallest(candidates).ifPresent(best -> root.set("smallest", json(best)));
        return root;
    }

    private static ObjectNode json(Candidate candidate) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("precision", candidate.precision().label())
                .put("tp", candidate.tp())
                .put("ep", candidate.ep())
                .put("gpus", candidate.gpus())
                .put("verdict", candidate.verdict().label())
                .put("fits", candidate.fits())
                .put("weights_gib", candidate.weightsGib())
                .put("kv_gib_per_request", candidate.cacheGib())
                .put("headroom_gib", candidate.headroomGib())
                .put("max_concurrency", candidate.maxConcurrency())
                .put("reason", candidate.reason());
    }
}
