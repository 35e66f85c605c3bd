package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.ServerGroup;
import io.infermark.plan.Trial;
import io.infermark.result.Failure;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.spi.StartPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the forks of a server group: for each, one start that its points share. A server that dies under a point is started again for the next one, so that a crash costs
 * one trial. If the very first start fails, the group is given up: it would fail again, and a start can take the better part of an hour.
 */
final class GroupRunner {
    private final HostServers servers;
    private final TrialRunner trials;
    private final PointBook book;
    private final RunDirectory directory;
    private final Progress progress;
    private final Interrupts interrupts;
    private final boolean failOnError;

    GroupRunner(
            HostServers servers,
            TrialRunner trials,
            PointBook book,
            RunDirectory directory,
            Progress progress,
            Interrupts interrupts,
            boolean failOnError) {
        this.servers = servers;
        this.trials = trials;
        this.book = book;
        this.directory = directory;
        this.progress = progress;
        this.interrupts = interrupts;
        this.failOnError = failOnError;
    }

    /** Returns whether the run goes on. */
    boolean run(ServerGroup group) {
        boolean everStarted = false;
        for (int fork = 0; fork < group.starts(); fork++) {
            List<Trial> todo =
                    group.trialsOf(fork).stream().filter(book::wanted).toList();
            if (todo.isEmpty()) {
                continue;
            }
            Failure failure = new ForkRun(group, fork).run(todo);
            if (interrupts.requested()) {
                return false;
            }
            everStarted |= failure == null;
            if (failure != null && !everStarted) {
                giveUp(group, fork + 1, failure);
                return !failOnError;
            }
            if (failOnError && book.anyBad()) {
                return false;
            }
        }
        return true;
    }

    private void giveUp(ServerGroup group, int fromFork, Failure failure) {
        for (int fork = fromFork; fork < group.starts(); fork++) {
            for (Trial trial : group.trialsOf(fork)) {
                if (book.wanted(trial)) {
                    book.failed(trial, failure);
                    progress.trialSkipped(trial);
                }
            }
        }
    }

    /** One fork of a group: its server, or servers if one dies. */
    private final class ForkRun {
        private final ServerGroup group;
        private final int fork;
        private final PlannedPoint first;
        private final List<Trial> onThisServer = new ArrayList<>();
        private @Nullable ServerHandle server;
        private @Nullable StartPlan started;
        private int starts;

        ForkRun(ServerGroup group, int fork) {
            this.group = group;
            this.fork = fork;
            this.first = group.points().get(0);
        }

        /** Why the server did not start, if it never did; null otherwise. */
        @Nullable
        Failure run(List<Trial> todo) {
            progress.benchmark(todo.get(0).planned());
            Failure startFailure = null;
            boolean everStarted = false;
            try {
                for (Trial trial : todo) {
                    if (interrupts.requested() || (failOnError && book.anyBad())) {
                        break;
                    }
                    if (startFailure != null) {
                        book.failed(trial, startFailure);
                        progress.trialSkipped(trial);
                        continue;
                    }
                    boolean shared = server != null;
                    startFailure = ensureServer();
                    if (startFailure != null && interrupts.requested()) {
                        break;
                    }
                    if (startFailure != null) {
                        book.failed(trial, startFailure);
                        progress.trialSkipped(trial);
                    } else {
                        everStarted = true;
                        measure(trial, shared);
                    }
                }
            } finally {
                stopServer();
            }
            return everStarted ? null : startFailure;
        }

        private void measure(Trial trial, boolean shared) {
            ServerHandle running = java.util.Objects.requireNonNull(server);
            progress.trial(trial);
            Path folder = directory.trial(trial.planned(), trial.fork());
            long begin = System.nanoTime();
            TrialRunner.Course course = trials.run(trial, running, java.util.Objects.requireNonNull(started), folder);
            onThisServer.add(trial);
            book.ended(trial, course, running, folder, shared, Duration.ofNanos(System.nanoTime() - begin));
            progress.trialEnded(trial, Duration.ofNanos(System.nanoTime() - begin));
            if (running.death().toCompletableFuture().isDone()) {
                stopServer();
            }
        }

        private @Nullable Failure ensureServer() {
            if (server != null) {
                return null;
            }
            Path folder = directory.server(first.spec().benchmark(), group.startFingerprint(), fork, starts++);
            try {
                StartPlan plan = servers.plan(group, folder);
                progress.starting(group, fork, servers.commandLine(plan));
                long begin = System.nanoTime();
                ServerHandle handle = start(plan, folder);
                server = handle;
                started = plan;
                progress.started(
                        first,
                        Duration.ofNanos(System.nanoTime() - begin),
                        handle.versions().getOrDefault("engine", ""),
                        handle.endpoint().urls().toString());
                return null;
            } catch (ServerStartException e) {
                String message = String.valueOf(e.getMessage());
                if (e.beforeLaunch() && !book.begun() && first.spec().server().launch() != Launch.EXTERNAL) {
                    throw new EnvironmentException(message, e);
                }
                progress.startFailed(first, message);
                return new Failure(e.code(), firstLine(message) + diagnosis(e));
            }
        }

        /** A start may take the better part of an hour; an interrupt ends it. */
        private ServerHandle start(StartPlan plan, Path folder) throws ServerStartException {
            Thread starter = Thread.currentThread();
            interrupts.target(new Interrupts.Target() {
                @Override
                public void stop() {
                    starter.interrupt();
                }

                @Override
                public void kill() {}
            });
            try {
                return servers.start(plan, first.spec().hardware().name(), folder, progress::waiting);
            } finally {
                interrupts.clearTarget();
                // The flag was meant for the start alone: it would close every file that is written next.
                boolean unused = Thread.interrupted();
            }
        }

        private void stopServer() {
            ServerHandle running = server;
            server = null;
            if (running != null) {
                running.stop();
                running.stopReport().ifPresent(report -> {
                    report.notReleased().forEach(line -> progress.problem("[NotReleased] " + line));
                    report.toMemoryFree().ifPresent(took -> book.memoryFree(onThisServer, took));
                });
                onThisServer.clear();
            }
        }
    }

    /** What the server's log explains of a failed start, so that each point's row says what to change. */
    private static String diagnosis(ServerStartException failed) {
        return failed.diagnosis().map(found -> " " + found.text()).orElse("");
    }

    /** A failure's message without its code and without the log lines that follow it. */
    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse(message);
        return line.startsWith("[") ? line.substring(line.indexOf(']') + 1).strip() : line;
    }
}
