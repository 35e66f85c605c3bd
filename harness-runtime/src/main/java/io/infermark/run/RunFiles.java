package io.infermark.run;

import io.infermark.metric.WindowAnalysis;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.Trial;
import io.infermark.plan.UsageException;
import io.infermark.result.LatencyLog;
import io.infermark.result.PointRef;
import io.infermark.result.PointResult;
import io.infermark.result.ResultException;
import io.infermark.result.ResultFiles;
import io.infermark.result.RunHistory;
import io.infermark.result.RunLog;
import io.infermark.result.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The run's files, written as things end. A disk that is full while a run goes on is not the end of it: what can't be written is told once, and the results in memory are still
 * printed.
 */
final class RunFiles implements AutoCloseable {
    /** Name of a trial's record file. */
    static final String RECORDS = "records.imr";

    private final RunDirectory directory;
    private final RunLog log;
    private final RunHistory history;
    private final Progress progress;
    private boolean told;

    private RunFiles(RunDirectory directory, RunLog log, RunHistory history, Progress progress) {
        this.directory = directory;
        this.log = log;
        this.history = history;
        this.progress = progress;
    }

    /** Opens the run log of a directory, and reads what an earlier run of it did. */
    static RunFiles open(RunDirectory directory, Progress progress) {
        try {
            RunHistory history = RunHistory.read(directory.runLog());
            return new RunFiles(directory, RunLog.open(directory.runLog()), history, progress);
        } catch (ResultException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "[OutputUnwritable] the run log " + directory.runLog() + " can't be opened: " + e, e);
        }
    }

    /** Trials that an earlier run finished, by fork. */
    Map<Integer, TrialResult> finished(PointRef point) {
        return history.finished(point);
    }

    /** Where a trial's records are. */
    Path records(PlannedPoint planned, int fork) {
        return directory.trial(planned, fork).resolve(RECORDS);
    }

    /** A path as a point's result names it. */
    String relativeToPoint(Trial trial, Path file) {
        Path point = directory.point(trial.planned().id(), trial.planned().fingerprint());
        return point.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    void logTrial(PointRef point, TrialResult trial) {
        keep("the run log", () -> log.trial(point, trial));
    }

    void writePoint(PlannedPoint planned, PointResult result, Map<Integer, List<WindowAnalysis>> measured) {
        Path folder = directory.point(planned.id(), planned.fingerprint());
        Path file = folder.resolve(ResultFiles.RESULT);
        keep(file.toString(), () -> ResultFiles.writeResult(file, result));
        List<LatencyLog.Entry> entries = measured.entrySet().stream()
                .flatMap(fork -> fork.getValue().stream()
                        .map(window -> new LatencyLog.Entry(fork.getKey(), startMillis(result, fork.getKey()), window)))
                .toList();
        if (!entries.isEmpty()) {
            keep("the latency log", () -> LatencyLog.write(folder.resolve(LatencyLog.FILE), entries));
        }
        keep(
                "the run log",
                () -> log.point(
                        result, directory.root().relativize(file).toString().replace('\\', '/')));
    }

    private static long startMillis(PointResult result, int fork) {
        return result.trials().stream()
                .filter(trial -> trial.fork() == fork)
                .map(trial -> java.time.Instant.parse(trial.startedAt()).toEpochMilli())
                .findFirst()
                .orElse(0L);
    }

    /** Writes, and tells once if that can't be done. */
    void keep(String what, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            if (!told) {
                progress.problem("[" + code(e) + "] " + what + " can't be written: " + e.getMessage()
                        + ". What was written before is whole; mend that and go on with -resume.");
            }
            told = true;
        }
    }

    private static String code(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota") ? "DiskFull" : "OutputUnwritable";
    }

    /** Whether something could not be written. */
    boolean incomplete() {
        return told;
    }

    /** Something that writes. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    @Override
    public void close() {
        keep("the run log", log::close);
    }
}
