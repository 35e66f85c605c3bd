package io.infermark.benchmarks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The host's Docker engine, and local images that need no registry. */
final class DockerEngine {
    private static final Path SCRIPTS = Path.of("../harness-runtime/src/test/scripts");

    private DockerEngine() {}

    /** Brings it up. Where that cannot be, the test is skipped, or fails where {@code -Dinfermark.require=all}. */
    static void require() throws IOException, InterruptedException {
        Ran up = run(List.of("bash", SCRIPTS.resolve("docker-up.sh").toString()));
        if (up.exitCode() != 0 && "all".equals(System.getProperty("infermark.require"))) {
            throw new IllegalStateException(
                    "no Docker engine, and -Dinfermark.require=all asks for one: " + up.printed());
        }
        assumeTrue(up.exitCode() == 0, () -> "no Docker engine: " + up.printed());
    }

    /** Makes an image whose entry point is a class of a jar. */
    static void image(String name, String mainClass, Path jar) throws IOException, InterruptedException {
        Ran made = run(List.of("bash", SCRIPTS.resolve("java-image.sh").toString(), name, mainClass, jar.toString()));
        if (made.exitCode() != 0) {
            throw new IllegalStateException("the image " + name + " was not made: " + made.printed());
        }
    }

    /** Containers that the harness started and that are still there, running or not. */
    static List<String> ours() throws IOException, InterruptedException {
        return run(List.of("docker", "ps", "-aq", "--no-trunc", "--filter", "label=io.infermark.run"))
                .printed()
                .lines()
                .toList();
    }

    /** Kills a container's process as the kernel would. */
    static void kill(String container) throws IOException, InterruptedException {
        Ran killed = run(List.of("docker", "kill", container));
        if (killed.exitCode() != 0) {
            throw new IllegalStateException(killed.printed());
        }
    }

    private record Ran(int exitCode, String printed) {}

    private static Ran run(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(words))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Ran(process.waitFor(), printed);
    }
}
