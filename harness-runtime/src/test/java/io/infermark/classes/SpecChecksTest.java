package io.infermark.classes;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.SourcePosition;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterLoader;
import io.infermark.config.master.Runners;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compiler's rules on files. */
class SpecChecksTest {
    private static MasterFile file(Dialect dialect, String model, String precision, String framework, String row) {
        String text = "k:\n  image: i\n  model: " + model + "\n  model-prefix: p\n  precision: " + precision
                + "\n  framework: " + framework + "\n  runner: h100\n  multinode: false\n  scenarios:\n"
                + "    fixed-seq-len:\n      - isl: 8192\n        osl: 1024\n        search-space:\n          - " + row
                + "\n";
        YamlReader reader = new YamlReader();
        return new MasterLoader(reader)
                .of(List.of(new MasterLoader.Source("f.yaml", reader.parse(text, "f.yaml"))), dialect);
    }

    private static List<Problem> problems(
            Dialect dialect, String model, String precision, String framework, String row) {
        return new SpecChecks(file(dialect, model, precision, framework, row), Runners.NONE).problems();
    }

    @Test
    void aModelThatDoesNotFitIsToldWithTheEstimateAtItsRow() {
        List<Problem> problems =
                problems(Dialect.NATIVE, "deepseek-ai/DeepSeek-R1-0528", "bf16", "vllm", "{tp: 8, conc-list: [4]}");
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.toString())
                    .startsWith("f.yaml:14:18: [MemoryTooSmall]")
                    // 671e9 x 2 bytes over 8 GPUs; 576 x 61 x 2 bytes for each of 9,472 tokens, whole on every GPU.
                    .contains("156.2 GiB of weights and 0.6 GiB of KV cache for one context of 9472 tokens")
                    .contains("79.6 GiB");
        });
    }

    @Test
    void withoutTheModelsShapeTheWeightsAloneDecideAndThatIsSaid() {
        assertThat(problems(Dialect.NATIVE, "org/Big-900B", "fp8", "vllm", "{tp: 8, conc-list: [4]}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("about 104.8 GiB of weights alone, without KV cache")
                        .doesNotContain("0.0 GiB"));
    }

    @Test
    void workersAndServersOfSessionsAreWeighedToo() {
        String text = """
                k:
                  image: i
                  model: org/Big-900B
                  model-prefix: p
                  precision: fp8
                  framework: dynamo-vllm
                  runner: "cluster:h100-site"
                  multinode: true
                  disagg: true
                  kv-p2p-transfer: nixl
                  scenarios:
                    fixed-seq-len:
                      - isl: 8192
                        osl: 1024
                        search-space:
                          - prefill: {num-worker: 1, tp: 16, ep: 1, dp-attn: false}
                            decode: {num-worker: 1, tp: 8, ep: 1, dp-attn: false}
                            conc-list: [4]
                """;
        YamlReader reader = new YamlReader();
        MasterFile file = new MasterLoader(reader)
                .of(List.of(new MasterLoader.Source("f.yaml", reader.parse(text, "f.yaml"))), Dialect.NATIVE);
        assertThat(new SpecChecks(file, Runners.NONE).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("f.yaml:17:41: [MemoryTooSmall]")
                        .contains("decode worker with tp=8")
                        .contains("about 104.8 GiB of weights alone exceed 79.6 GiB"));
    }

    @Test
    void theSameIsAWarningInCompatibleDialects() {
        assertThat(problems(Dialect.HEAD, "org/Big-900B", "fp8", "vllm", "{tp: 8, conc-list: [4]}"))
                .extracting(Problem::code, Problem::severity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("MemoryTooSmall", Severity.WARNING));
    }

    @Test
    void recipePrecisionAndAbilitiesAreChecked() {
        assertThat(problems(Dialect.NATIVE, "m", "fp8", "tilert", "{tp: 8, conc-list: [4]}"))
                .extracting(Problem::code)
                .containsExactly("RecipeMissing");
        assertThat(problems(Dialect.NATIVE, "m", "fp4", "vllm", "{tp: 8, conc-list: [4]}"))
                .extracting(Problem::code)
                .containsExactly("PrecisionUnsupported");
        assertThat(problems(Dialect.NATIVE, "m", "fp7", "vllm", "{tp: 8, conc-list: [4]}"))
                .extracting(Problem::code)
                .containsExactly("PrecisionUnknown");
        assertThat(problems(Dialect.NATIVE, "m", "fp8", "atom", "{tp: 8, conc-list: [4]}"))
                .extracting(Problem::code)
                .containsExactly("EngineVendor");
        assertThat(problems(Dialect.NATIVE, "m", "fp8", "vllm", "{tp: 8, ep: 8, conc-list: [4]}"))
                .isEmpty();
    }

    @Test
    void theRunnerFilesNodesDecideAndAreNamed() {
        MasterFile file = file(Dialect.NATIVE, "m", "fp8", "vllm", "{tp: 8, conc-list: [4]}");
        assertThat(new SpecChecks(file, Runners.NONE).problems()).isEmpty();
        Runners half = new Runners(
                "r.yaml",
                Map.of("h100", List.of("n")),
                Map.of("h100", new Runners.NodeHardware(1, 4, new SourcePosition("r.yaml", 7, 5))));
        assertThat(new SpecChecks(file, half).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("f.yaml:14:18: [HardwareTooSmall]")
                        .contains("tp=8 needs 8 GPUs, but h100 has 4 a node")
                        .endsWith("Nodes of h100 have 4 GPUs by r.yaml:7:5."));
    }

    @Test
    void ofALabelThatNamesNoAcceleratorTheNodesAreChecked() {
        String text = """
                k:
                  image: i
                  model: m
                  model-prefix: p
                  precision: fp4
                  framework: atom
                  runner: Lab_1
                  multinode: false
                  scenarios:
                    fixed-seq-len:
                      - isl: 8192
                        osl: 1024
                        search-space:
                          - {tp: 8, conc-list: [4]}
                          - {tp: 4, ep: 3, conc-list: [4]}
                """;
        YamlReader reader = new YamlReader();
        MasterFile file = new MasterLoader(reader)
                .of(List.of(new MasterLoader.Source("f.yaml", reader.parse(text, "f.yaml"))), Dialect.NATIVE);
        assertThat(new SpecChecks(file, Runners.NONE).problems())
                .extracting(Problem::code)
                .containsExactly("EpNotDividing");
        Runners lab = new Runners(
                "r.yaml",
                Map.of("Lab_1", List.of("n")),
                Map.of("Lab_1", new Runners.NodeHardware(1, 4, SourcePosition.NONE)));
        assertThat(new SpecChecks(file, lab).problems())
                .extracting(Problem::code)
                .containsExactly("HardwareTooSmall", "EpNotDividing");
    }

    @Test
    void workersOnOtherHardwareAreHeldAgainstItsNodes() {
        String worker = "{num-worker: 1, tp: 12, ep: 1, dp-attn: false, hardware: b200}";
        String text = "k:\n  image: i\n  model: m\n  model-prefix: p\n  precision: fp8\n  framework: vllm\n"
                + "  runner: h100\n  multinode: true\n  scenarios:\n    fixed-seq-len:\n      - isl: 8192\n"
                + "        osl: 1024\n        search-space:\n          - prefill: " + worker
                + "\n            decode: " + worker.replace("12", "8") + "\n            conc-list: [4]\n";
        YamlReader reader = new YamlReader();
        MasterFile file = new MasterLoader(reader)
                .of(List.of(new MasterLoader.Source("f.yaml", reader.parse(text, "f.yaml"))), Dialect.NATIVE);
        assertThat(new SpecChecks(file, Runners.NONE).problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("f.yaml:14:42: [WorkerNodes]");
    }

    @Test
    void classesOfEntriesHaveJavaNames() {
        assertThat(ClassImport.className("dsr1-fp8-h200-sglang")).isEqualTo("Dsr1Fp8H200Sglang");
        assertThat(ClassImport.className("1-b.c")).isEqualTo("Entry1BC");
        assertThat(ClassImport.className("ключ")).isEqualTo("Entry");
    }
}
