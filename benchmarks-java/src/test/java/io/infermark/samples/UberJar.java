package io.infermark.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A run of the uber-jar as a process of its own, in a folder of its own. */
final class UberJar implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 120;
    private static final long LOOK_MILLIS = 20;

    private final Process process;
    private final Path output;

    private UberJar(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static List<String> command(String... arguments) {
        Path jar = Path.of("target/benchmarks.jar").toAbsolutePath();
        assertThat(jar).as("Failsafe runs after the package phase").exists();
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    static UberJar start(Path folder, String... arguments) {
        return start(folder, Map.of(), command(arguments));
    }

    static UberJar start(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "output-", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("COLUMNS", "160");
            // Inside a container, Testcontainers would pull an image to find the host's address.
            builder.environment().put("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1");
            return new UberJar(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end and gives the exit code. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .as("the run has not ended: %s", output())
                .isTrue();
        return process.exitValue();
    }

    /** Waits until something is so, as long as the process lives. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("waiting for %s; so far: %s", what, output())
                    .isTrue();
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void awaitOutput(String text) throws InterruptedException {
        await(text, () -> output().contains(text));
    }

    /** Processes that it has started, at this moment. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Waits until all of these are gone. */
    static void awaitEnd(List<ProcessHandle> processes) {
        for (ProcessHandle one : processes) {
            assertThat(one.onExit().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("process %s is left: %s", one.pid(), one.info().commandLine())
                    .succeedsWithin(java.time.Duration.ofSeconds(DEADLINE_SECONDS));
        }
    }

    /** Whether it is the embedded engine. */
    static boolean isEngine(ProcessHandle process) {
        return commandLine(process.pid()).contains(" sim --host ");
    }

    static String commandLine(long pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    /** Files of that name below a folder, in order. */
    static List<Path> files(Path below, String name) {
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.endsWith(name)).sorted().toList();
        } catch (IOException | UncheckedIOException changing) {
            return List.of();
        }
    }

    /** Whether a first window is in a record file, so that the next one is running or about to. */
    static boolean measuring(Path out) {
        return files(out, "records.imr").stream().anyMatch(file -> file.toFile().length() > 1_000);
    }

    @Override
    public void close() {
        List<ProcessHandle> left = new ArrayList<>(children());
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
    }
}
