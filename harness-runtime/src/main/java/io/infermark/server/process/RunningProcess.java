package io.infermark.server.process;

import io.infermark.model.SecretRef;
import io.infermark.platform.Children;
import io.infermark.platform.Executables;
import io.infermark.platform.ProcFs;
import io.infermark.server.ServerDeath;
import io.infermark.server.StartSite;
import io.infermark.server.StopReport;
import io.infermark.server.diagnosis.DiagnosisTable;
import io.infermark.server.readiness.LogTail;
import io.infermark.server.readiness.PlanFiles;
import io.infermark.server.secret.SecretMissingException;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.StartPlan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A launched process with its family, log and death. */
final class RunningProcess {
    private static final Duration EXIT_CODE_WAIT = Duration.ofSeconds(5);

    private final Process process;
    private final ProcessFamily family;
    private final int port;
    private final LogTail tail;
    private final CompletableFuture<ServerDeath> death = new CompletableFuture<>();
    private final Thread atExit;
    private volatile boolean stopping;
    private @Nullable StopReport report;

    private RunningProcess(Process process, RunMark mark, int port, LogTail tail, OptionalLong oomKillsBefore) {
        this.process = process;
        this.family = new ProcessFamily(process.toHandle(), mark);
        this.port = port;
        this.tail = tail;
        this.atExit = new Thread(this::killNow, "infermark-server-end");
        CompletableFuture<Void> unused = process.onExit().thenAccept(ended -> died(ended.exitValue(), oomKillsBefore));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static RunningProcess launch(StartPlan plan, int port, StartSite site, SecretReader secrets)
            throws IOException, SecretMissingException {
        Path folder = Files.createDirectories(site.folder());
        String filesFolder = site.files().toAbsolutePath().toString();
        PlanFiles.write(plan, site.files(), port, filesFolder);
        List<String> words = new ArrayList<>(Children.ownSession().words());
        plan.command().forEach(word -> words.add(StartPlan.fill(word, port, filesFolder)));
        requireExecutable(plan.command().get(0));
        RunMark mark = RunMark.create(site.runId());
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())));
        builder.redirectOutput(ProcessBuilder.Redirect.to(site.log().toFile()));
        Map<String, String> environment = builder.environment();
        plan.env().forEach((name, value) -> environment.put(name, StartPlan.fill(value, port, filesFolder)));
        for (Map.Entry<String, SecretRef> secret : plan.secretEnv().entrySet()) {
            environment.put(secret.getKey(), secrets.read(secret.getValue()));
        }
        environment.putAll(mark.environment());
        LogTail.keepEarlier(site.log());
        OptionalLong oomKills = ProcFs.outOfMemoryKills();
        Process process = builder.start();
        Files.writeString(folder.resolve("server.pid"), process.pid() + " " + mark.owner() + "\n");
        return new RunningProcess(
                process, mark, port, new LogTail(site.log(), plan.readiness().fatalPatterns()), oomKills);
    }

    private static void requireExecutable(String word) throws IOException {
        if (Executables.find(word).isEmpty()) {
            throw new IOException("there is no executable \"" + word
                    + "\" on the PATH. Install the engine, or name its executable with @Server(command = {…})");
        }
    }

    private static String nullDevice() {
        return File.separatorChar == '/' ? "/dev/null" : "NUL";
    }

    LogTail tail() {
        return tail;
    }

    CompletableFuture<ServerDeath> death() {
        return death;
    }

    synchronized Optional<StopReport> report() {
        return Optional.ofNullable(report);
    }

    /** Ends the family; the first call does it, others wait for it. */
    synchronized StopReport stop(Duration grace) {
        if (report != null) {
            return report;
        }
        stopping = true;
        long asked = System.nanoTime();
        boolean killed = false;
        boolean interrupted = false;
        try {
            killed = family.end(grace);
        } catch (InterruptedException stopNow) {
            interrupted = true;
            killNow();
            killed = true;
        }
        Duration toExit = Duration.ofNanos(System.nanoTime() - asked);
        removeHook();
        report = new StopReport(toExit, exitCode(), killed, Optional.empty(), notReleased());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return report;
    }

    private List<String> notReleased() {
        List<String> held = new ArrayList<>();
        family.living()
                .forEach(left ->
                        held.add("process " + left.pid() + " (" + ProcFs.commandLine(left.pid()) + ") is still there"));
        if (!FreePort.free(port)) {
            held.add("port " + port + " is still in use");
        }
        return held;
    }

    private Optional<Integer> exitCode() {
        try {
            // The process is gone; the thread of the JVM that collects its exit code may be a moment behind.
            return Optional.of(process.onExit()
                    .get(EXIT_CODE_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    .exitValue());
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void died(int code, OptionalLong oomKillsBefore) {
        if (stopping) {
            return;
        }
        tail.poll();
        OptionalLong after = ProcFs.outOfMemoryKills();
        boolean oom = code == 137
                && oomKillsBefore.isPresent()
                && after.isPresent()
                && after.getAsLong() > oomKillsBefore.getAsLong();
        List<String> lines = tail.lastLines();
        death.complete(new ServerDeath(
                Optional.of(code), oom, lines, DiagnosisTable.standard().diagnose(lines, Optional.of(code), oom)));
    }

    private void killNow() {
        try {
            family.kill();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyEnding) {
            // The hook runs, or has run.
        }
    }
}
