package io.infermark.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The real engine of the tests, built once by {@code src/test/scripts/llamacpp.sh}. */
public final class LlamaCpp {
    private LlamaCpp() {}

    /** The folder that holds {@code llama-server} and the weights; builds them when absent. */
    public static Path folder() {
        try {
            Process build = new ProcessBuilder("src/test/scripts/llamacpp.sh")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String printed = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (build.waitFor() != 0) {
                throw new IllegalStateException("llamacpp.sh failed; see its log in the cache folder");
            }
            return Path.of(printed.strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The server's executable. */
    public static Path server() {
        return folder().resolve("llama-server");
    }

    /** The weights. */
    public static Path model() {
        return folder().resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
    }
}
