package io.infermark.cli.matrix;

import io.infermark.matrix.Pace;
import io.infermark.plan.UsageException;
import io.infermark.result.IterationResult;
import io.infermark.result.ResultException;
import io.infermark.result.RunHistory;
import io.infermark.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast earlier runs were, from their run logs. */
final class HistoryPace {
    private static final Pattern LOAD = Pattern.compile("osl=([0-9]{1,9}),conc=([0-9]{1,9})\\]");
    private static final String LOG = "run.jsonl";

    private HistoryPace() {}

    /**
     * The pace of some logs, or folders that hold them.
     *
     * @throws UsageException if there is no log, it can't be read, or no trial in it has ended
     */
    static Pace of(List<Path> logs) {
        List<Pace.Trial> trials = new ArrayList<>();
        for (Path path : logs) {
            Path log = Files.isDirectory(path) ? path.resolve(LOG) : path;
            if (!Files.isRegularFile(log)) {
                throw new UsageException("[HistoryMissing] --history " + path + ": there is no run log " + log + ".");
            }
            try {
                RunHistory.read(log).trials().forEach((point, forks) -> {
                    Matcher load = LOAD.matcher(point.point());
                    if (load.find()) {
                        forks.values().forEach(trial -> add(trial, load, trials));
                    }
                });
            } catch (IOException | ResultException e) {
                throw new UsageException("[HistoryUnreadable] --history " + path + ": " + e.getMessage(), e);
            }
        }
        if (trials.isEmpty()) {
            throw new UsageException("[HistoryEmpty] --history " + logs
                    + ": no finished trial is in these logs, so nothing can be learned from them. Give a run that ended, or"
                    + " leave --history out.");
        }
        return Pace.measured(trials);
    }

    private static void add(TrialResult trial, Matcher load, List<Pace.Trial> trials) {
        long requests = 0;
        for (IterationResult iteration : trial.iterations()) {
            requests += iteration.metrics().counts().sent();
        }
        if (trial.status() == TrialResult.Status.FINISHED && requests > 0) {
            Double start = trial.server().sharedStart() ? null : trial.server().launchToHealthSeconds();
            trials.add(new Pace.Trial(
                    Integer.parseInt(load.group(1)),
                    Integer.parseInt(load.group(2)),
                    requests,
                    trial.seconds(),
                    start == null ? 0 : start));
        }
    }
}
