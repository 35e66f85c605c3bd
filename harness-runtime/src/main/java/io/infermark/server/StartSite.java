package io.infermark.server;

import java.nio.file.Path;

/**
 * Where a start belongs.
 *
 * @param runId marks every process and container of the run, so that those of a dead run can be found
 * @param folder takes {@code server.log}, {@code server.pid} and the plan's files; created when absent
 */
public record StartSite(String runId, Path folder) {
    /** The log of the server that is started here. */
    public Path log() {
        return folder.resolve("server.log");
    }

    /** The folder of the plan's files. */
    public Path files() {
        return folder.resolve("server-files");
    }
}
