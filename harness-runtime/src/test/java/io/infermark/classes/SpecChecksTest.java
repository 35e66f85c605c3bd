package io.infermark.classes;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterLoader;
import java.util.List;
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
        return new SpecChecks(file(dialect, model, precision, framework, row)).problems();
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
        assertThat(new SpecChecks(file).problems())
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
    void classesOfEntriesHaveJavaNames() {
        assertThat(ClassImport.className("dsr1-fp8-h200-sglang")).isEqualTo("Dsr1Fp8H200Sglang");
        assertThat(ClassImport.className("1-b.c")).isEqualTo("Entry1BC");
        assertThat(ClassImport.className("ключ")).isEqualTo("Entry");
    }
}
