package io.infermark.config.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.classes.SpecChecks;
import io.infermark.config.Problem.Severity;
import io.infermark.config.YamlDocument;
import io.infermark.config.YamlReader;
import io.infermark.config.master.MasterLoader.Source;
import io.infermark.matrix.EvalMode;
import io.infermark.matrix.MatrixGenerator;
import io.infermark.matrix.MatrixRequest.TestConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The files of {@code configs/}, as they stand in the jar. */
class OwnConfigsTest {

    private static YamlDocument read(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OwnConfigsTest.class.getResourceAsStream("/infermark/configs/" + name), name)) {
            return new YamlReader().parse(in.readAllBytes(), name);
        }
    }

    private static MasterFile masters() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String name : List.of("amd-master.yaml", "nvidia-master.yaml")) {
            sources.add(new Source(name, read(name)));
        }
        return new MasterLoader(new YamlReader()).of(sources, null);
    }

    private static Runners runners() throws IOException {
        return RunnersLoader.of(read("runners.yaml").root(), "runners.yaml", Dialect.NATIVE);
    }

    @Test
    void masterFilesAreValidNativeFilesWithoutAnyProblem() throws IOException {
        MasterFile masters = masters();
        assertThat(masters.dialect()).isEqualTo(Dialect.NATIVE);
        assertThat(masters.warnings()).isEmpty();
        assertThat(new SanityChecks(masters, runners()).problems()).isEmpty();
        assertThat(new SpecChecks(masters, runners()).problems())
                .noneMatch(problem -> problem.severity() == Severity.ERROR);
        assertThat(ModelFacts.of(read("models.yaml").root()).ofId("deepseek-ai/DeepSeek-R1-0528"))
                .isPresent();
    }

    @Test
    void everyConfigExpandsToRows() throws IOException {
        MasterFile masters = masters();
        MatrixGenerator generator = new MatrixGenerator(masters, runners());
        for (String key : masters.keys()) {
            assertThat(generator.rows(TestConfig.of(List.of(key)), EvalMode.MARK))
                    .as(key)
                    .isNotEmpty();
        }
    }

    @Test
    void everyImageIsInTheCatalogAndFitsItsFramework() throws IOException {
        ImageCatalog catalog = ImageCatalog.of(read("images.yaml").root());
        for (MasterConfig config : masters().configs()) {
            assertThat(catalog.images()).as(config.key()).containsKey(config.image());
            assertThat(Objects.requireNonNull(catalog.images().get(config.image()))
                            .framework())
                    .isEqualTo(config.framework());
        }
    }

    @Test
    void hardwareFactsAreCompleteAndAgreeWithTheRunners() throws IOException {
        HardwareFacts facts = HardwareFacts.bundled();
        assertThat(facts.accelerators().keySet())
                .containsAll(Set.of("h100", "h200", "b200", "b300", "gb200", "gb300", "mi300x", "mi325x", "mi355x"));
        runners().hardware().forEach((label, node) -> {
            HardwareFacts.Accelerator accelerator = facts.ofLabel(label);
            assertThat(accelerator).as(label).isNotNull();
            assertThat(node.gpusPerNode()).as(label).isEqualTo(accelerator == null ? 0 : accelerator.gpusPerNode());
        });
    }

    @Test
    void configsRunInPrecisionsThatTheirHardwareHas() throws IOException {
        HardwareFacts facts = HardwareFacts.bundled();
        for (MasterConfig config : masters().configs()) {
            HardwareFacts.Accelerator accelerator = facts.ofLabel(config.runner());
            assertThat(accelerator).as(config.key()).isNotNull();
            if (accelerator != null) {
                assertThat(accelerator.precisions()).as(config.key()).contains(config.precision());
            }
        }
    }

    @Test
    void thresholdsAreLookedUpByModelThenDefaultThenLastResort() throws IOException {
        EvalThresholds thresholds =
                EvalThresholds.of(read("eval-thresholds.yaml").root());
        assertThat(thresholds.of("dsr1", "gsm8k")).isEqualTo(new EvalThresholds.Threshold(0.91, "models.dsr1"));
        assertThat(thresholds.of("zzz", "gsm8k")).isEqualTo(new EvalThresholds.Threshold(0.90, "default"));
        assertThat(thresholds.of("zzz", "none")).isEqualTo(new EvalThresholds.Threshold(0.85, "min-score"));
    }
}
