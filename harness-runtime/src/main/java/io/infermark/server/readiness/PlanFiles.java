package io.infermark.server.readiness;

import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes a plan's files. */
public final class PlanFiles {
    private PlanFiles() {}

    /**
     * Writes them with their placeholders filled in; creates the folder only if there are any.
     *
     * @param seenAs the folder's path as the server sees it
     */
    public static void write(StartPlan plan, Path folder, int port, String seenAs) throws IOException {
        if (plan.files().isEmpty()) {
            return;
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : plan.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), StartPlan.fill(file.getValue(), port, seenAs));
        }
    }
}
