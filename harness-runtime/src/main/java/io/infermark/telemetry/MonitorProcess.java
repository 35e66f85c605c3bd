package io.infermark.telemetry;

import io.infermark.platform.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that runs as a child process and prints CSV. Its lines go into a file as they come; empty lines and repetitions of the head, which {@code amd-smi} prints with every sample, are left
 * out. It dies with this JVM at its next line, since nobody reads its pipe then.
 */
final class MonitorProcess implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(3);

    private final Process process;
    private final Thread pump;
    private final Path csv;
    private String head = "";
    private int rows;
    private boolean ended;
    private boolean closing;
    private @Nullable String problem;

    private MonitorProcess(Process process, Path csv) {
        this.process = process;
        this.csv = csv;
        this.pump = new Thread(this::pump, "infermark-monitor");
        pump.setDaemon(true);
    }

    /**
     * Starts it. What it says on its standard error goes into {@code <name of the file>.err}.
     *
     * @throws IOException if it can't be run
     */
    static MonitorProcess start(List<String> command, Path csv) throws IOException {
        List<String> words = new ArrayList<>(Children.ownSession().words());
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("TZ", "UTC");
        builder.redirectError(errors(csv).toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        MonitorProcess monitor = new MonitorProcess(process, csv);
        monitor.pump.start();
        return monitor;
    }

    private static Path errors(Path csv) {
        return csv.resolveSibling(csv.getFileName() + ".err");
    }

    private void pump() {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Writer out = Files.newBufferedWriter(csv, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && took(line)) {
                    out.write(line + "\n");
                    out.flush();
                }
            }
        } catch (IOException | UncheckedIOException e) {
            noteProblem(csv + " can't be written: " + e.getMessage());
        } finally {
            end();
        }
    }

    private synchronized boolean took(String line) {
        if (head.isEmpty()) {
            head = line;
            return true;
        }
        if (line.equals(head)) {
            return false;
        }
        rows++;
        notifyAll();
        return true;
    }

    private synchronized void noteProblem(String what) {
        problem = what;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The first line. */
    synchronized String head() {
        return head;
    }

    /** Lines after the head. */
    synchronized int rows() {
        return rows;
    }

    /** Waits for more rows; returns whether they came before the limit and before the end. */
    synchronized boolean awaitRows(int more, Duration limit) {
        int wanted = rows + more;
        return await(() -> rows >= wanted, limit);
    }

    /** Waits for the first row. */
    synchronized boolean awaitFirstRow(Duration limit) {
        return await(() -> rows > 0, limit);
    }

    private synchronized boolean await(BooleanSupplier reached, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!reached.getAsBoolean() && !ended) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reached.getAsBoolean();
    }

    /** Why it is of no use any more, in words; empty as long as it runs, and after {@link #close()} if it ran until then. */
    String failure() {
        boolean bySelf;
        synchronized (this) {
            if (problem != null) {
                return problem;
            }
            bySelf = ended && !closing;
        }
        if (!bySelf) {
            return "";
        }
        String code;
        try {
            code = process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    ? "exit code " + process.exitValue()
                    : "its output closed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = "exit code unknown";
        }
        String said = said();
        return "it ended by itself (" + code + ") after " + rows() + " rows" + (said.isEmpty() ? "" : ": " + said);
    }

    /** What it said instead of figures: its standard error, or a head that is none. */
    private String said() {
        try {
            String errors = Files.readString(errors(csv), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("");
            return errors.isEmpty() && !head().contains(",") ? head() : errors;
        } catch (IOException e) {
            return head().contains(",") ? "" : head();
        }
    }

    /** Ends it and everything that it started; afterwards its file is complete. */
    @Override
    public void close() {
        String failure = failure();
        synchronized (this) {
            closing = true;
            problem = failure.isEmpty() ? problem : failure;
        }
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                family.forEach(ProcessHandle::destroyForcibly);
            }
            pump.join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        removeIfEmpty(errors(csv));
    }

    private static void removeIfEmpty(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // An empty file that stays is no loss.
        }
    }
}
