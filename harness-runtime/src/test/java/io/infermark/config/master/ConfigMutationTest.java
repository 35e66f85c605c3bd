package io.infermark.config.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.classes.SpecChecks;
import io.infermark.config.ConfigException;
import io.infermark.config.Mutants;
import io.infermark.config.YamlReader;
import io.infermark.config.master.MasterLoader.Source;
import io.infermark.matrix.EvalMode;
import io.infermark.matrix.MatrixGenerator;
import io.infermark.matrix.MatrixRequest.TestConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged real files are accepted or refused with located messages; nothing else can happen. */
class ConfigMutationTest {

    private static final int MUTANTS = 150;

    private static byte[] original(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ConfigMutationTest.class.getResourceAsStream("/infermark/configs/" + name), name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyMutantIsAcceptedOrRefusedWithALocatedMessage(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = List.of(
                new String(original("amd-master.yaml"), StandardCharsets.UTF_8),
                new String(original("nvidia-master.yaml"), StandardCharsets.UTF_8));
        for (int i = 0; i < MUTANTS; i++) {
            String text = Mutants.of(texts.get(random.nextInt(texts.size())), random);
            @Nullable Dialect dialect = List.of(Dialect.values()).get(random.nextInt(3));
            String label = "seed " + seed + ", mutant " + i + ", " + dialect;
            Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> load(text, dialect, label), label);
        }
    }

    /** Bytes, too: what is no UTF-8 must be refused as such. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void damagedBytesAreRefusedOrRead(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] bytes = original("nvidia-master.yaml");
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                new YamlReader().parse(bytes, "mutant.yaml");
            } catch (ConfigException e) {
                assertLocated(e, "seed " + seed + ", mutant " + i);
            }
        }
    }

    private static void load(String text, @Nullable Dialect dialect, String label) {
        YamlReader reader = new YamlReader();
        try {
            MasterFile file = new MasterLoader(reader)
                    .of(List.of(new Source("mutant.yaml", reader.parse(text, "mutant.yaml"))), dialect);
            new SanityChecks(file, Runners.NONE).problems();
            new SpecChecks(file, Runners.NONE).problems();
            new MatrixGenerator(file, Runners.NONE).rows(TestConfig.of(List.copyOf(file.keys())), EvalMode.MARK);
        } catch (ConfigException e) {
            assertLocated(e, label);
        }
    }

    private static void assertLocated(ConfigException e, String label) {
        assertThat(e.problems()).as(label).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.position().isKnown()).as(label + ": " + problem).isTrue();
            assertThat(problem.code()).matches("[A-Z][A-Za-z0-9]+");
            assertThat(problem.message()).isNotBlank();
        });
    }
}
