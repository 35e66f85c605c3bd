package io.infermark.server.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.hardware.B200;
import io.infermark.api.hardware.H100;
import io.infermark.api.hardware.HostCpu;
import io.infermark.api.hardware.MI300X;
import io.infermark.api.hardware.MI355X;
import io.infermark.api.hardware.SimulatedGpu;
import io.infermark.model.AxisSpec;
import io.infermark.model.AxisValue;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.spi.RecipeException;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
    private static String command(SpecFixture fixture) {
        return CommandText.of(fixture.plan());
    }

    @Test
    void theSimulatorRunsOnThisJavaAndClassPath() {
        SpecFixture fixture = SpecFixture.of("sim", SimulatedGpu.class);
        fixture.parallelism = new Parallelism(4, 1, 1, 1, 1, false);
        fixture.flags = List.of("--step-time", "2ms");

        assertThat(command(fixture))
                .isEqualTo(
                        "/opt/java/bin/java -cp /opt/benchmarks.jar io.infermark.cli.Main sim --host 127.0.0.1 --port 8888"
                                + " --model org/model --tp 4 --max-model-len 2304 --prefix-cache false --step-time 2ms");
        fixture.launch = Launch.CONTAINER;
        fixture.image = "bench/sim:1";
        assertThat(command(fixture))
                .isEqualTo("docker run --rm -p 127.0.0.1::8888 bench/sim:1 sim --host 0.0.0.0 --port 8888"
                        + " --model org/model --tp 4 --max-model-len 2304 --prefix-cache false --step-time 2ms");
    }

    @Test
    void llamaCppGivesEachSlotItsContextAndPinsToCores() {
        SpecFixture fixture = SpecFixture.of("llama.cpp", HostCpu.class);
        fixture.model = "/models/SmolLM2.Q4_1.gguf";
        fixture.isl = 64;
        fixture.osl = 32;
        fixture.concurrency = 8;
        fixture.command = List.of("/cache/llama-server");
        fixture.context = fixture.context.withPlacement("0", List.of());

        assertThat(command(fixture))
                .isEqualTo("taskset -c 0 /cache/llama-server -m /models/SmolLM2.Q4_1.gguf --alias smollm2.q4-1.gguf"
                        + " --host 127.0.0.1 --port 8888 -np 8 -c 2816 -t 1 --metrics --slots --props --offline"
                        + " --no-cache-prompt --cache-ram 0");

        fixture.flags = List.of("-np", "4");
        assertThat(command(fixture)).contains(" -c 1408 ").endsWith("--cache-ram 0 -np 4");
    }

    @Test
    void vllmOnTheProcessorIsToldItsCores() {
        SpecFixture fixture = SpecFixture.of("vllm", HostCpu.class);
        fixture.servedName = "smollm2";
        fixture.context = fixture.context.withPlacement("0-1", List.of("numactl", "--membind=0"));
        fixture.flags = List.of("--enforce-eager", "--max-num-seqs", "8");

        assertThat(command(fixture))
                .isEqualTo("VLLM_NO_USAGE_STATS=1 DO_NOT_TRACK=1 VLLM_CPU_OMP_THREADS_BIND=0-1 taskset -c 0-1"
                        + " numactl --membind=0 vllm serve org/model --host 127.0.0.1 --port 8888"
                        + " --served-model-name smollm2 --tensor-parallel-size 1 --data-parallel-size 1"
                        + " --max-model-len 2304 --dtype bfloat16 --no-enable-prefix-caching"
                        + " --enforce-eager --max-num-seqs 8");
    }

    @Test
    void tgiTransformersAndDynamoHaveTheirCommands() {
        SpecFixture tgi = SpecFixture.of("tgi", H100.class);
        tgi.parallelism = new Parallelism(2, 1, 1, 1, 1, false);
        assertThat(command(tgi))
                .isEqualTo(
                        "CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=0,1 PREFIX_CACHING=0"
                                + " text-generation-launcher --model-id org/model --hostname 127.0.0.1 --port 8888 --num-shard 2"
                                + " --max-input-tokens 2303 --max-total-tokens 2304 --max-concurrent-requests 128 --dtype bfloat16");

        SpecFixture transformers = SpecFixture.of("transformers", HostCpu.class);
        transformers.precision = Precision.FP32;
        transformers.command = List.of("/venv/bin/transformers");
        assertThat(command(transformers))
                .isEqualTo("/venv/bin/transformers serve org/model --host 127.0.0.1 --port 8888 --device cpu"
                        + " --dtype float32 --continuous-batching");

        SpecFixture dynamo = SpecFixture.of("dynamo", B200.class);
        dynamo.parallelism = new Parallelism(8, 1, 1, 1, 8, true);
        dynamo.precision = Precision.FP8;
        StartPlan plan = dynamo.plan();
        assertThat(CommandText.of(plan))
                .isEqualTo(
                        "CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 DYN_DISCOVERY_BACKEND=file"
                                + " VLLM_NO_USAGE_STATS=1 sh {files}/dynamo.sh --model org/model --served-model-name org/model"
                                + " --tensor-parallel-size 1 --data-parallel-size 8 --enable-expert-parallel"
                                + " --max-model-len 2304 --max-num-seqs 64 --no-enable-prefix-caching");
        assertThat(plan.files().get("dynamo.sh")).contains("--http-host 127.0.0.1 --http-port 8888");
    }

    @Test
    void aCustomCommandIsFilledIn() {
        SpecFixture fixture = SpecFixture.of("custom", MI300X.class);
        fixture.parallelism = new Parallelism(2, 1, 1, 1, 2, true);
        fixture.command = List.of(
                "my-server",
                "--port={port}",
                "{model}",
                "--tp",
                "{tp}",
                "--ep={ep}",
                "{dpAttention}",
                "{gpus}",
                "{\"json\":1}",
                "{batch}");
        fixture.axes.add(new AxisValue("batch", "17", AxisSpec.Carrier.ENV, "BATCH"));
        fixture.context = fixture.context.withPort(0);

        assertThat(command(fixture))
                .isEqualTo("HIP_VISIBLE_DEVICES=0,1 BATCH=17 my-server --port={port} org/model --tp 2 --ep=2 true 0,1"
                        + " '{\"json\":1}' 17");
        assertThat(fixture.plan().port()).isZero();

        fixture.command = List.of("my-server", "{prot}");
        assertThatThrownBy(fixture::plan)
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("[PlaceholderUnknown]")
                .hasMessageContaining("\"port\"");
        fixture.command = List.of();
        assertThatThrownBy(fixture::plan).hasMessageContaining("[CommandMissing]");
    }

    @Test
    void axesReachTheEngineAsDeclared() {
        SpecFixture fixture = SpecFixture.of("vllm", H100.class);
        fixture.axes.add(new AxisValue("chunk", "2048", AxisSpec.Carrier.FLAG, "--max-num-batched-tokens"));
        fixture.axes.add(new AxisValue("eager", "true", AxisSpec.Carrier.FLAG, "--enforce-eager"));
        fixture.axes.add(new AxisValue("kv", "", AxisSpec.Carrier.FLAG, "--kv-cache-dtype"));
        fixture.axes.add(new AxisValue("backend", "FLASHINFER", AxisSpec.Carrier.ENV, "VLLM_ATTENTION_BACKEND"));
        fixture.axes.add(new AxisValue("none", "", AxisSpec.Carrier.ENV, "VLLM_NONE"));

        StartPlan plan = fixture.plan();

        assertThat(plan.arguments()).endsWith("--max-num-batched-tokens", "2048", "--enforce-eager");
        assertThat(plan.arguments()).doesNotContain("--kv-cache-dtype");
        assertThat(plan.env())
                .containsEntry("VLLM_ATTENTION_BACKEND", "FLASHINFER")
                .doesNotContainKey("VLLM_NONE");
    }

    @Test
    void environmentOfServerRowAndAxisWinInThisOrder() {
        SpecFixture fixture = SpecFixture.of("vllm", H100.class);
        fixture.env = Map.of("A", "server", "B", "server", "C", "server", "VLLM_NO_USAGE_STATS", "0");
        fixture.rowEnv = Map.of("B", "row", "C", "row");
        fixture.axes.add(new AxisValue("c", "axis", AxisSpec.Carrier.ENV, "C"));

        assertThat(fixture.plan().env())
                .containsEntry("A", "server")
                .containsEntry("B", "row")
                .containsEntry("C", "axis")
                .containsEntry("VLLM_NO_USAGE_STATS", "0");
    }

    @Test
    void secretsAreShownAsWhatReadsThem() {
        SpecFixture fixture = SpecFixture.of("vllm", H100.class);
        fixture.env = Map.of("HF_TOKEN", "env:HF_TOKEN");
        fixture.rowEnv = Map.of("API_KEY", "file:/run/my key");
        assertThat(command(fixture)).contains("HF_TOKEN=\"$HF_TOKEN\"").contains("API_KEY=\"$(cat '/run/my key')\"");
    }

    @Test
    void devicesAreHandedOverAsTheVendorWants() {
        SpecFixture nvidia = SpecFixture.of("vllm", H100.class);
        nvidia.parallelism = new Parallelism(2, 2, 1, 1, 1, false);
        nvidia.context = nvidia.context.withGpus(List.of(7, 5, 3, 1, 0));
        assertThat(nvidia.plan().env()).containsEntry("CUDA_VISIBLE_DEVICES", "7,5,3,1");
        nvidia.launch = Launch.CONTAINER;
        assertThat(nvidia.plan().devices().gpus()).containsExactly(7, 5, 3, 1);
        assertThat(nvidia.plan().env())
                .as("a container numbers its GPUs by bus address")
                .containsEntry("CUDA_VISIBLE_DEVICES", "3,2,1,0");

        SpecFixture amd = SpecFixture.of("atom", MI355X.class);
        amd.launch = Launch.CONTAINER;
        assertThat(amd.plan().env())
                .containsEntry("HIP_VISIBLE_DEVICES", "0")
                .doesNotContainKey("ROCR_VISIBLE_DEVICES");
        assertThat(amd.plan().container().groups()).containsExactly("video", "render");

        nvidia.context = nvidia.context.withGpus(List.of(0));
        assertThatThrownBy(nvidia::plan).hasMessageContaining("[GpusTooFew]");
    }

    @Test
    void aModelCacheIsMountedAndAModelFolderToo() {
        SpecFixture fixture = SpecFixture.of("sglang", H100.class);
        fixture.launch = Launch.CONTAINER;
        fixture.model = "/data/llama";
        fixture.context = fixture.context.withModelCache(Path.of("/data/hub"));
        assertThat(command(fixture))
                .contains("-v /data/hub:/infermark-models")
                .contains("-v /data/llama:/data/llama:ro")
                .contains("-e HF_HUB_CACHE=/infermark-models");
    }

    @Test
    void draftModelsAreNamedByTheEnvironment() {
        SpecFixture fixture = SpecFixture.of("vllm", H100.class);
        fixture.specDecoding = SpecDecoding.DRAFT_MODEL;
        assertThatThrownBy(fixture::plan)
                .hasMessageContaining("[DraftModelMissing]")
                .hasMessageContaining("DRAFT_MODEL=");
        fixture.rowEnv = Map.of("DRAFT_MODEL", "org/draft", "NUM_SPECULATIVE_TOKENS", "5");
        assertThat(fixture.plan().arguments())
                .contains("{\"method\":\"draft_model\",\"model\":\"org/draft\",\"num_speculative_tokens\":5}");
    }

    @Test
    void whatAnEngineCannotDoIsRefused() {
        SpecFixture tgi = SpecFixture.of("tgi", H100.class);
        tgi.parallelism = new Parallelism(1, 2, 1, 1, 1, false);
        assertThatThrownBy(tgi::plan).hasMessageContaining("[RecipeFeature]").hasMessageContaining("tgi");
        SpecFixture cpu = SpecFixture.of("llama.cpp", HostCpu.class);
        cpu.parallelism = new Parallelism(2, 1, 1, 1, 1, false);
        assertThatThrownBy(cpu::plan).hasMessageContaining("[RecipeFeature]");
        SpecFixture noImage = SpecFixture.of("transformers", H100.class);
        noImage.launch = Launch.CONTAINER;
        assertThatThrownBy(noImage::plan).hasMessageContaining("[ImageUnknown]");
    }

    @Test
    void aUsersOwnCommandKeepsItsSubcommand() {
        SpecFixture fixture = SpecFixture.of("vllm", H100.class);
        fixture.command = List.of("python3", "-m", "vllm.entrypoints.openai.api_server");
        assertThat(fixture.plan().program()).endsWith("vllm.entrypoints.openai.api_server");
        fixture.command = List.of("/venv/bin/vllm");
        assertThat(fixture.plan().program()).containsExactly("/venv/bin/vllm", "serve");
        SpecFixture sglang = SpecFixture.of("sglang", H100.class);
        sglang.command = List.of("apptainer", "exec", "--nv", "{image}", "python3");
        sglang.image = "/images/sglang.sif";
        assertThat(sglang.plan().program())
                .containsExactly(
                        "apptainer", "exec", "--nv", "/images/sglang.sif", "python3", "-m", "sglang.launch_server");
    }

    @Test
    void anUnknownEngineIsRefusedWithASuggestion() {
        assertThatThrownBy(() -> RecipeRegistry.standard().recipe("vlm"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("[RecipeUnknown]")
                .hasMessageContaining("Did you mean \"vllm\"?");
    }

    @Test
    void aUsersRecipeTakesThePlaceOfOurs() {
        ServerRecipe own = new ServerRecipe() {
            @Override
            public String engine() {
                return "vllm";
            }

            @Override
            public String checkedAgainst() {
                return "mine";
            }

            @Override
            public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
                return StartPlan.builder("vllm", Launch.PROCESS).build();
            }
        };
        assertThat(RecipeRegistry.of(List.of(new VllmRecipe(), own)).recipe("vllm"))
                .isSameAs(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sim", "llama.cpp", "vllm", "sglang", "trt", "atom", "tgi", "transformers", "dynamo", "custom"})
    void plansAreEqualForEqualArguments(String engine) {
        SpecFixture fixture = SpecFixture.of(engine, HostCpu.class);
        fixture.command = List.of("server");
        assertThat(fixture.plan()).isEqualTo(fixture.plan());
    }

    /** The compiler refuses a flag that is neither listed nor managed; so what a recipe writes must be managed, or open to the user. */
    @Test
    void everyFlagThatARecipeWritesIsKnownToItsEnginesFacts() {
        Set<String> unknown = new TreeSet<>();
        for (Class<? extends Engine> type : SpecFixture.engineTypes()) {
            EngineFacts facts = type.getAnnotation(EngineFacts.class);
            if (facts.flags().length == 0) {
                continue;
            }
            for (SpecDecoding kind : facts.specDecoding()) {
                for (boolean cache : new boolean[] {false, true}) {
                    SpecFixture fixture = SpecFixture.of(facts.name(), H100.class);
                    fixture.specDecoding = kind;
                    fixture.prefixCache = cache;
                    fixture.env = Map.of("DRAFT_MODEL", "d");
                    fixture.parallelism = new Parallelism(
                            8,
                            facts.pipelineParallel() ? 2 : 1,
                            1,
                            1,
                            facts.expertParallel() ? 8 : 1,
                            facts.dpAttention());
                    fixture.plan().arguments().stream()
                            .filter(word -> word.matches("--?[a-z][a-zA-Z_-]*"))
                            .filter(word -> !List.of(facts.flags()).contains(word)
                                    && !List.of(facts.managedFlags()).contains(word))
                            .forEach(word -> unknown.add(facts.name() + " " + word));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
