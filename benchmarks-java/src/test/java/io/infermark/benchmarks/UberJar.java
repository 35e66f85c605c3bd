package io.infermark.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of {@code benchmarks.jar} as a user starts it, on the generator's core. Closing it ends the process if it still runs. */
final class UberJar implements AutoCloseable {
    private static final Path JAR = Path.of("target/benchmarks.jar").toAbsolutePath();

    private final Process process;
    private final Path output;

    private UberJar(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param engine put in front of the {@code PATH}
     */
    static UberJar start(Path workingFolder, Path engine, Path output, List<String> arguments) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: these tests run after the package phase");
        }
        List<String> words = new ArrayList<>(RealEngine.onCore(1));
        words.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PATH", engine + File.pathSeparator + System.getenv("PATH"));
        return new UberJar(builder.start(), output);
    }

    /**
     * The same with benchmarks that only the tests have, on any core.
     *
     * @param classes folder of the tests' classes
     */
    static UberJar startWith(Path classes, Path workingFolder, Path output, List<String> arguments) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: these tests run after the package phase");
        }
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR + File.pathSeparator + classes,
                "io.infermark.cli.Main"));
        words.addAll(arguments);
        return new UberJar(
                new ProcessBuilder(words)
                        .directory(workingFolder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** Ends the harness as {@code kill -9} does: nothing of its own can clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its exit code. */
    int await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the run did not end within " + limit + ":\n" + text());
        }
        return process.exitValue();
    }

    boolean running() {
        return process.isAlive();
    }

    /** What it printed so far. */
    String text() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        RealEngine.end(process);
    }
}
