package io.infermark.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The uber-jar's process becomes another one, and nobody who started it can tell but by the clock. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LauncherIT {
    @TempDir
    Path folder;

    private String run(int code, Map<String, String> more, String... arguments) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("INFERMARK_CACHE", folder.resolve("cache").toString());
        try (UberJar run = UberJar.start(folder, environment, UberJar.command(arguments))) {
            assertThat(run.exitCode()).as("%s", run.output()).isEqualTo(code);
            return run.output();
        }
    }

    private List<String> archives() throws IOException {
        Path classes = folder.resolve("cache/classes");
        if (!Files.exists(classes)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void firstRunMakesAnArchiveAndAllRunsSayTheSame() throws Exception {
        assumeTrue(
                Files.exists(Path.of(System.getProperty("java.home"), "lib/server/classes.jsa")),
                "this JVM came without a class archive of its own");
        String plain = run(0, Map.of("INFERMARK_PLAIN_START", "1"), "-l");
        assertThat(archives()).isEmpty();

        assertThat(run(0, Map.of(), "-l")).isEqualTo(plain);
        assertThat(archives()).singleElement().asString().startsWith("run-").endsWith(".jsa");
        assertThat(run(0, Map.of(), "-l")).isEqualTo(plain);
    }

    @Test
    void exitCodesAndWordsThatAreNoAsciiStay() throws Exception {
        String message = run(2, Map.of(), "kein Müßiggang 漢");

        assertThat(message).isEqualTo(run(2, Map.of("INFERMARK_PLAIN_START", "1"), "kein Müßiggang 漢"));
        assertThat(message).startsWith("[SelectionEmpty]");
    }

    @Test
    void processKeepsItsIdAndItsOwnFlagsAreLeftAlone() throws Exception {
        String jar = UberJar.command().get(2);
        try (UberJar sweep = UberJar.start(
                folder,
                Map.of("INFERMARK_CACHE", folder.resolve("cache").toString()),
                UberJar.command("Sample_01", "-out", folder.resolve("out").toString()))) {
            long pid = sweep.process().pid();
            sweep.await("the other program", () -> UberJar.commandLine(pid).contains("-Dinfermark.launched=true"));
            assertThat(UberJar.commandLine(pid)).contains("-jar " + jar + " Sample_01");
        }
        try (UberJar flagged =
                UberJar.start(folder, Map.of(), List.of(UberJar.command().get(0), "-Xmx512m", "-jar", jar, "-l"))) {
            assertThat(flagged.exitCode()).isZero();
        }
    }
}
