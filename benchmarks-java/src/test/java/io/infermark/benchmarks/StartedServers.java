package io.infermark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers that a run started itself, by what it left of each on disk.
 *
 * @param run the run's folder
 */
record StartedServers(Path run) {
    /** Their folders, in the order of their starts. */
    List<Path> folders() throws IOException {
        if (!Files.isDirectory(run.resolve("servers"))) {
            return List.of();
        }
        try (Stream<Path> starts = Files.list(run.resolve("servers"))) {
            return starts.sorted().toList();
        }
    }

    static long pid(Path server) throws IOException {
        return Long.parseLong(
                Files.readString(server.resolve("server.pid")).strip().split(" ", -1)[0]);
    }

    void assertNoneIsLeft() throws IOException {
        for (Path server : folders()) {
            assertThat(ProcessHandle.of(pid(server)).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }
}
