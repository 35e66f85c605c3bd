package io.infermark.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a vendor's tool printed when it was run once.
 *
 * @param absentBecause why there is nothing; empty if it ended well
 */
record ToolOutput(String printed, String absentBecause) {
    private static final long LIMIT_SECONDS = 30;

    /**
     * Runs it to its end, or for half a minute.
     *
     * @param name for messages
     * @param tool on the PATH, or a path
     */
    static ToolOutput of(String name, String tool, String... arguments) {
        if (Executables.find(tool).isEmpty()) {
            return new ToolOutput("", "no " + name + " on the PATH");
        }
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<Void> limit = process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, late) -> {
                        // Of one that ended by itself it would close the output before that is read.
                        if (late != null) {
                            process.destroyForcibly();
                        }
                        return null;
                    });
            String printed;
            try (InputStream out = process.getInputStream()) {
                printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            limit.join();
            return process.waitFor() == 0
                    ? new ToolOutput(printed, "")
                    : new ToolOutput(
                            "", name + " failed: " + printed.lines().findFirst().orElse("no output"));
        } catch (IOException notRun) {
            return new ToolOutput("", name + " cannot be run: " + notRun.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new ToolOutput("", "interrupted");
        }
    }
}
