package io.infermark.cli.matrix;

import io.infermark.matrix.Pace;
import io.infermark.model.Fingerprint;
import io.infermark.plan.UsageException;
import io.infermark.result.IterationResult;
import io.infermark.result.ResultException;
import io.infermark.result.RunHistory;
import io.infermark.result.RunHistory.PointKey;
import io.infermark.result.TrialResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast earlier runs were, from their run logs; of each trial its few numbers alone are kept, and no more than {@value #MOST_TRIALS} trials. */
final class HistoryPace implements RunHistory.Lines {
    private static final Pattern LOAD = Pattern.compile("osl=([1-9][0-9]{0,8}),conc=([1-9][0-9]{0,8})\\]");
    private static final String LOG = "run.jsonl";
    /** Hundreds of windows; a line that is none of ours must not take a multiple of more. */
    private static final int LONGEST_LINE = 8 << 20;

    private static final int MOST_TRIALS = 500_000;

    private final Map<Key, Pace.Trial> trials = new LinkedHashMap<>();

    /** A trial by a digest of its point and configuration, which are as long as somebody wrote them. */
    private record Key(int log, long high, long low, int fork) {}

    private int log;

    private HistoryPace() {}

    /**
     * The pace of some logs, or folders that hold them.
     *
     * @throws UsageException if there is no log, it can't be read, it is too large, or no trial in it has ended
     */
    static Pace of(List<Path> logs) {
        HistoryPace history = new HistoryPace();
        for (Path path : logs) {
            Path log = Files.isDirectory(path) ? path.resolve(LOG) : path;
            if (!Files.isRegularFile(log)) {
                throw new UsageException("[HistoryMissing] --history " + path + ": there is no run log " + log + ".");
            }
            try {
                RunHistory.scan(log, LONGEST_LINE, history);
            } catch (IOException | ResultException e) {
                throw new UsageException("[HistoryUnreadable] --history " + path + ": " + e.getMessage(), e);
            }
            history.log++;
        }
        if (history.trials.isEmpty()) {
            throw new UsageException("[HistoryEmpty] --history " + logs
                    + ": no finished trial is in these logs, so nothing can be learned from them. Give a run that ended, or"
                    + " leave --history out.");
        }
        return Pace.measured(List.copyOf(history.trials.values()));
    }

    @Override
    public void trial(PointKey point, int fork, TrialResult trial, String where) {
        Matcher load = LOAD.matcher(point.point());
        if (!load.find()) {
            return;
        }
        Key key = key(point, fork);
        long requests = 0;
        for (IterationResult iteration : trial.iterations()) {
            requests += iteration.metrics().counts().sent();
        }
        if (trial.status() != TrialResult.Status.FINISHED || requests <= 0) {
            trials.remove(key);
            return;
        }
        Double start = trial.server().sharedStart() ? null : trial.server().launchToHealthSeconds();
        trials.put(
                key,
                new Pace.Trial(
                        Integer.parseInt(load.group(1)),
                        Integer.parseInt(load.group(2)),
                        requests,
                        time("the trial", trial.seconds(), where),
                        start == null ? 0 : time("the server's start", start, where)));
        if (trials.size() > MOST_TRIALS) {
            throw new UsageException("[HistoryTooLarge] " + where + ": the logs have more than " + MOST_TRIALS
                    + " trials, which no sweep needs to be estimated. Give the logs of fewer runs.");
        }
    }

    private static double time(String what, double seconds, String where) {
        if (!(seconds >= 0 && seconds <= Integer.MAX_VALUE)) {
            throw new UsageException("[HistoryUnreadable] " + where + ": " + what + " took " + seconds
                    + " s, which can't be. Was it edited? Leave the log out.");
        }
        return seconds;
    }

    private Key key(PointKey point, int fork) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(point.point().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        ByteBuffer bytes =
                ByteBuffer.wrap(digest.digest(point.configFingerprint().getBytes(StandardCharsets.UTF_8)));
        return new Key(log, bytes.getLong(), bytes.getLong(), fork);
    }
}
