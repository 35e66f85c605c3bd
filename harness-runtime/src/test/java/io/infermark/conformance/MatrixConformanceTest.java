package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.cli.matrix.MatrixCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code matrix_feb.json} and {@code matrix_head.json}: argv and files in, rows in order or the error out. */
class MatrixConformanceTest {

    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> feb() {
        return vectors("feb");
    }

    @TestFactory
    Stream<DynamicTest> head() {
        return vectors("head");
    }

    private Stream<DynamicTest> vectors(String dialect) {
        return ConformanceFiles.cases("matrix_" + dialect + ".json").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.path("id").asText(), () -> run(vector, dialect)));
    }

    private void run(JsonNode vector, String dialect) throws IOException {
        Path configs = folder.resolve("configs.yaml");
        Path runners = folder.resolve("runners.yaml");
        Files.writeString(configs, vector.get("configs").toString());
        Files.writeString(runners, vector.get("runners").toString());
        List<String> argv = new ArrayList<>();
        vector.get("argv").forEach(arg -> argv.add(arg.asText()));
        argv.addAll(List.of("--config-files", configs.toString(), "--runner-config", runners.toString()));
        argv.addAll(List.of("--dialect", dialect));
        CommandRun run = CommandRun.of(new MatrixCommand(), argv);
        JsonNode expected = vector.get("expected");
        if (expected.get("ok").asBoolean()) {
            assertThat(run.err()).doesNotContain("Exception");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(JsonDifference.between(expected.get("entries"), ConformanceFiles.JSON.readTree(run.out())))
                    .isEmpty();
            return;
        }
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode())
                .as(run.err())
                .isEqualTo(expected.path("exit_code").asInt(1));
        String said = run.err().replace(folder + "/", "");
        assertThat(UpstreamError.essentials(expected.get("error").asText()))
                .allSatisfy(essential -> assertThat(said).contains(essential));
    }
}
