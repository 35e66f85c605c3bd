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

/** The matrices that upstream's generator prints for its real configurations, row by row in order. */
class GoldenMatrixTest {

    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> matrices() {
        return ConformanceFiles.golden().stream()
                .filter(name -> name.endsWith(".json.gz"))
                .map(name -> name.substring(0, name.length() - ".json.gz".length()))
                .filter(name -> !name.startsWith("input_") && !name.startsWith("changelog_"))
                .map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
    }

    private void run(String name) throws IOException {
        GoldenCommands.Command command =
                GoldenCommands.read(ConformanceFiles.directory()).of(name);
        Path configs = unpack("input_" + command.dialect() + "_master_merged");
        Path runners = unpack("input_" + command.dialect() + "_runners");
        List<String> argv = new ArrayList<>(command.argv());
        argv.addAll(List.of("--config-files", configs.toString(), "--runner-config", runners.toString()));
        argv.addAll(List.of("--dialect", command.dialect()));
        JsonNode expected = ConformanceFiles.read("golden/" + name + ".json.gz");
        argv.addAll(GoldenCommands.evalOptions(command, expected));
        CommandRun run = CommandRun.of(new MatrixCommand(), argv);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode actual = ConformanceFiles.JSON.readTree(run.out());
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(JsonDifference.between(expected, actual)).isEmpty();
    }

    private Path unpack(String name) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
                file, ConformanceFiles.read("golden/" + name + ".json.gz").toString());
        return file;
    }
}
