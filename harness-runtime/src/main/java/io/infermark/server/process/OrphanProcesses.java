package io.infermark.server.process;

import io.infermark.platform.Children;
import io.infermark.platform.JvmIdentity;
import io.infermark.platform.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Servers whose harness is gone. Found by their environment: marked, and the JVM that the mark names does not run any more (its start time is part of the mark, so a
 * reused process id does not hide an orphan). Only processes whose environment this user may read are seen.
 */
public final class OrphanProcesses {
    private OrphanProcesses() {}

    /**
     * A process of a dead run.
     *
     * @param runId the run that it belongs to
     * @param command its command line
     */
    public record Orphan(long pid, String runId, String command) {}

    /** All orphans of this host. */
    public static List<Orphan> find() {
        List<Orphan> orphans = new ArrayList<>();
        for (ProcFs.Marked marked : ProcFs.marked(RunMark.OWNER)) {
            if (ProcFs.startTicks(marked.pid()).isPresent() && !JvmIdentity.alive(marked.value())) {
                orphans.add(new Orphan(
                        marked.pid(),
                        ProcFs.environment(marked.pid(), RunMark.RUN).orElse("unknown"),
                        ProcFs.commandLine(marked.pid())));
            }
        }
        return orphans;
    }

    /**
     * Ends all orphans: {@code SIGTERM}, then {@code SIGKILL}.
     *
     * @return those that were there
     */
    public static List<Orphan> reap(Duration grace) throws InterruptedException {
        List<Orphan> orphans = find();
        orphans.forEach(orphan -> ProcessHandle.of(orphan.pid()).ifPresent(ProcessHandle::destroy));
        long until = System.nanoTime() + grace.toNanos();
        while (!find().isEmpty() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        List<Orphan> left = find();
        for (int i = 0; i < 100 && !left.isEmpty(); i++, left = find()) {
            left.forEach(orphan -> ProcessHandle.of(orphan.pid()).ifPresent(ProcessHandle::destroyForcibly));
            TimeUnit.MILLISECONDS.sleep(50);
        }
        // A process that is ending has lost its environment already, and find() does not see it any more.
        for (int i = 0; i < 100 && orphans.stream().anyMatch(OrphanProcesses::there); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return orphans;
    }

    private static boolean there(Orphan orphan) {
        return ProcFs.startTicks(orphan.pid()).isPresent();
    }

    /**
     * Servers of dead runs below a folder by their {@code server.pid} files, for systems without {@code /proc}: the file's process still runs, was started before the
     * file was written, and its harness does not run.
     */
    public static List<Orphan> recorded(Path runs) throws IOException {
        List<Orphan> orphans = new ArrayList<>();
        try (var files = Files.walk(runs)) {
            for (Path file : files.filter(f -> f.endsWith("server.pid")).toList()) {
                record(file).ifPresent(orphans::add);
            }
        }
        return orphans;
    }

    private static Optional<Orphan> record(Path file) throws IOException {
        String[] words = Files.readString(file).strip().split(" ", -1);
        if (words.length != 2 || !words[0].matches("\\d{1,18}") || JvmIdentity.alive(words[1])) {
            return Optional.empty();
        }
        Instant written = Files.getLastModifiedTime(file).toInstant();
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(Children::running)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(written.plusSeconds(1)))
                        .orElse(false))
                .map(process -> new Orphan(
                        process.pid(),
                        String.valueOf(file.getParent()),
                        process.info().commandLine().orElse("")));
    }
}
