package io.infermark.run;

import io.infermark.plan.Estimate;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.RunOrder;
import io.infermark.plan.ServerGroup;
import io.infermark.plan.UsageException;
import io.infermark.result.PointRef;
import io.infermark.result.ResultException;
import io.infermark.result.ResultFiles;
import io.infermark.result.Schema;
import io.infermark.result.Settings;
import io.infermark.result.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code plan.json} before anything starts, and reads the seed of an earlier run back. */
final class PlanFile {
    private static final String SEED = "seed";
    private static final String COMPAT = "compat";
    private static final String DIALECT = "dialect";

    private final RunDirectory directory;
    private final HostServers servers;
    private final Options options;

    PlanFile(RunDirectory directory, HostServers servers, Options options) {
        this.directory = directory;
        this.servers = servers;
        this.options = options;
    }

    /** A run that goes on keeps its seed, or its points would not be one experiment. */
    long seedOfEarlierRun() {
        Long stated = options.seed();
        try {
            Map<String, String> earlier = ResultFiles.readPlan(directory.plan()).options();
            String seed = earlier.get(SEED);
            if (seed == null || !seed.matches("-?\\d{1,19}")) {
                throw new UsageException("[PlanBroken] " + directory.plan()
                        + " states no seed, so the run can't go on. Start a new one.");
            }
            checkClient(earlier.getOrDefault(COMPAT, ""));
            checkDialect(earlier.getOrDefault(DIALECT, ""));
            checkConnections(ConnectionWords.among(earlier));
            if (stated != null && stated != Long.parseLong(seed)) {
                throw new UsageException("[SeedDiffers] -seed " + stated
                        + " is not the seed of the run to go on with, which is " + seed + ". Leave -seed out.");
            }
            return Long.parseLong(seed);
        } catch (IOException | ResultException e) {
            throw new UsageException(
                    "[PlanBroken] " + directory.plan() + " can't be read, so the run can't go on: " + e.getMessage(),
                    e);
        }
    }

    private String client() {
        return options.overrides().inferencex() ? "inferencex" : "";
    }

    private void checkClient(String earlier) {
        if (!earlier.equals(client())) {
            throw new UsageException("[CompatDiffers] the run to go on with was measured "
                    + (earlier.isEmpty()
                            ? "in our own way. Leave -compat out."
                            : "with -compat " + earlier + ". Give it again."));
        }
    }

    private void checkDialect(String earlier) {
        if (!earlier.equals(options.dialect())) {
            throw new UsageException("[DialectDiffers] the run to go on with was measured "
                    + (earlier.isEmpty()
                            ? "in the dialect that was detected. Leave -dialect out."
                            : "with -dialect " + earlier + ". Give it again."));
        }
    }

    private void checkConnections(Map<String, String> earlier) {
        Map<String, String> now = ConnectionWords.of(options.connections());
        if (!earlier.equals(now)) {
            throw new UsageException("[ConnectionsDiffer] the run to go on with was measured "
                    + (earlier.isEmpty()
                            ? "over connections as they always are. Leave " + ConnectionWords.text(now) + " out."
                            : "with " + ConnectionWords.text(earlier) + ". Give just that again."));
        }
    }

    void write(RunOrder plan, long seed) {
        List<io.infermark.result.RunPlan.PlannedPoint> points = new ArrayList<>();
        int number = 0;
        for (ServerGroup group : plan.groups()) {
            List<String> command = List.of(servers.commandLine(servers.plan(group, Path.of("."))));
            for (PlannedPoint planned : group.points()) {
                points.add(point(planned, number, command, seed));
            }
            number++;
        }
        Map<String, String> further = new TreeMap<>();
        further.put(SEED, Long.toString(seed));
        if (!client().isEmpty()) {
            further.put(COMPAT, client());
        }
        if (!options.dialect().isEmpty()) {
            further.put(DIALECT, options.dialect());
        }
        further.putAll(ConnectionWords.of(options.connections()));
        try {
            ResultFiles.writePlan(
                    directory.plan(),
                    new io.infermark.result.RunPlan(
                            Schema.PLAN,
                            directory.runId(),
                            Instant.now().toString(),
                            HarnessVersion.text(),
                            Count.of(plan.points().size(), "point"),
                            points,
                            further));
        } catch (IOException e) {
            throw new EnvironmentException("[OutputUnwritable] " + directory.plan() + " can't be written: " + e, e);
        }
    }

    private io.infermark.result.RunPlan.PlannedPoint point(
            PlannedPoint planned, int group, List<String> command, long seed) {
        int gpus = planned.spec().hardware().gpusPerNode() == 0
                ? 0
                : Math.toIntExact(planned.point().parallelism().gpus());
        Path folder = directory.root().relativize(directory.point(planned.id(), planned.fingerprint()));
        return new io.infermark.result.RunPlan.PlannedPoint(
                PointRef.of(planned.spec(), planned.point()),
                Subject.of(planned.spec(), gpus, HarnessVersion.text(), RepeatCommand.of(planned, options, seed)),
                Settings.of(planned.settings(), Map.of()),
                folder.toString().replace('\\', '/'),
                group,
                command,
                Estimate.ofTrial(planned).toMillis() / 1000.0 * planned.trials());
    }
}
