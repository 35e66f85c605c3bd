package io.infermark.run;

import io.infermark.plan.PlannedPoint;
import io.infermark.plan.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run, locked while the run lasts.
 *
 * <pre>
 * plan.json            what was going to run, with the seed
 * run.jsonl            the run log: a line as each trial ends
 * points/SLUG/         result.json, latency histograms
 * points/SLUG/fork-N/  records.imr, generator.log
 * servers/SLUG-N/      server.log of each start
 * results.json, report.html, table.txt, pareto-BENCHMARK-WORKLOAD.svg
 * inferencex.json, inferencex-agg.json
 * </pre>
 */
final class RunDirectory implements AutoCloseable {
    private static final Path DEFAULT_PARENT = Path.of("infermark-results");
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path root;
    private final FileChannel lockChannel;
    private final FileLock lock;

    private RunDirectory(Path root, FileChannel lockChannel, FileLock lock) {
        this.root = root;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /**
     * Opens the folder of a run.
     *
     * @param wanted null: a new one, or with {@code resume} the newest one
     * @throws UsageException if there is nothing to resume, or a new run would write into the results of another
     * @throws EnvironmentException if it can't be written or another run holds it
     */
    static RunDirectory open(@Nullable Path wanted, boolean resume, Clock clock) {
        Path root = wanted != null ? wanted : resume ? newest() : fresh(clock);
        boolean hasRun = Files.exists(root.resolve("run.jsonl"));
        if (resume && !hasRun) {
            throw new UsageException("[ResumeNothing] " + root
                    + " holds no run.jsonl, so there is no run to go on with. -out names the directory of the run.");
        }
        if (!resume && hasRun) {
            throw new UsageException("[OutputInUse] " + root
                    + " holds the results of another run. Give another -out, or -resume to go on with it.");
        }
        try {
            Files.createDirectories(root.resolve("points"));
            FileChannel channel =
                    FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new EnvironmentException(
                        "[OutputLocked] another run is writing into " + root + ". Wait for it, or give another -out.");
            }
            return new RunDirectory(root.toAbsolutePath().normalize(), channel, lock);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "[OutputUnwritable] results can't be written into " + root.toAbsolutePath() + ": " + e
                            + ". Give a writable directory with -out.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Path fresh(Clock clock) {
        String name = NAME.format(LocalDateTime.now(clock));
        Path path = DEFAULT_PARENT.resolve(name);
        for (int n = 2; Files.exists(path); n++) {
            path = DEFAULT_PARENT.resolve(name + "-" + n);
        }
        return path;
    }

    private static Path newest() {
        if (Files.isDirectory(DEFAULT_PARENT)) {
            try (Stream<Path> runs = Files.list(DEFAULT_PARENT)) {
                Optional<Path> last = runs.filter(run -> Files.exists(run.resolve("run.jsonl")))
                        .max(Comparator.comparing(RunDirectory::started));
                if (last.isPresent()) {
                    return last.get();
                }
            } catch (IOException e) {
                throw new EnvironmentException(
                        "[OutputUnreadable] " + DEFAULT_PARENT.toAbsolutePath() + " can't be read: " + e, e);
            }
        }
        throw new UsageException("[ResumeNothing] " + DEFAULT_PARENT.toAbsolutePath()
                + " holds no run to go on with. -out names the directory of the run.");
    }

    /** Runs of one second are told apart by a number that is not padded: 9 comes before 10. */
    static String started(Path run) {
        String name = run.getFileName().toString();
        int number = name.indexOf('-', name.indexOf('-') + 1);
        return number < 0 ? name + "-000000001" : name.substring(0, number + 1) + padded(name.substring(number + 1));
    }

    private static String padded(String number) {
        return "0".repeat(Math.max(0, 9 - number.length())) + number;
    }

    /** Name of the run: its folder. */
    String runId() {
        return root.getFileName().toString();
    }

    Path root() {
        return root;
    }

    Path plan() {
        return root.resolve("plan.json");
    }

    Path runLog() {
        return root.resolve("run.jsonl");
    }

    /** The folder of a point; its name is safe on every operating system and unique by the fingerprint. */
    Path point(String id, String fingerprint) {
        return root.resolve("points").resolve(slug(id) + "-" + fingerprint.substring(0, 8));
    }

    /** The folder of a trial. */
    Path trial(PlannedPoint planned, int fork) {
        return point(planned.id(), planned.fingerprint()).resolve("fork-" + fork);
    }

    /** The folder of a server's start; {@code again} counts the starts after a death. */
    Path server(String benchmark, String startFingerprint, int fork, int again) {
        String name = slug(benchmark) + "-" + startFingerprint.substring(0, 8) + "-" + fork;
        return root.resolve("servers").resolve(again == 0 ? name : name + "-again-" + again);
    }

    static String slug(String id) {
        String simple = id.substring(Math.max(0, packageEnd(id)));
        String safe = simple.replaceAll("[^A-Za-z0-9._=-]+", "_").replaceAll("^[._]+|[._]+$", "");
        return safe.length() > 100 ? safe.substring(0, 100) : safe;
    }

    private static int packageEnd(String id) {
        int bracket = id.indexOf('[');
        return id.lastIndexOf('.', bracket < 0 ? id.length() : bracket) + 1;
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockChannel.close();
            Files.deleteIfExists(root.resolve(".lock"));
        } catch (IOException e) {
            throw new EnvironmentException("[OutputUnwritable] the lock of " + root + " can't be released: " + e, e);
        }
    }
}
