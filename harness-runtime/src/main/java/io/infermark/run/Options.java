package io.infermark.run;

import io.infermark.fork.ConnectionMessage;
import io.infermark.plan.Overrides;
import io.infermark.result.LatencyUnit;
import io.infermark.telemetry.TelemetryMode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run can be told; made by {@link OptionsBuilder} or from the command line. What is left out is as declared.
 *
 * @param overrides against the declarations
 * @param out directory of the results; null: a new one under {@code infermark-results}
 * @param resume goes on with the run in {@code out} (null: the newest one): trials that were measured are kept
 * @param dryRun prints the plan and starts nothing
 * @param failOnError stops after the first failed point; what is done is kept
 * @param resultFormat {@code json inferencex inferencex-agg jmh csv text}; null: no extra result file
 * @param resultFile where the extra result goes; null: {@code results.<format>} in the result directory
 * @param humanOutput copy of everything that is printed; null: none
 * @param loops event loops of the load generator; -1: by each point's load
 * @param connections how the generator's requests get to the server
 * @param dialect label of the servers' dialect, forced; empty: detected
 * @param jvm executable of the load generator's JVM; null: this one's
 * @param jvmArgs replace the generator's default arguments; null: keep them
 * @param gcBetweenIterations collects the generator's garbage between iterations (once before every window is always done)
 * @param calibrate measures the load generator itself before and after each trial's windows
 * @param seed of prompts and schedules; null: drawn, and written to the plan
 * @param pull when images are pulled: {@code never missing always}
 * @param drainSeconds how long the first interrupt waits for requests in flight
 * @param profilers names of those that look on
 * @param latencyUnit of the table
 * @param telemetry what is observed beside the load
 * @param placement where servers that are started go
 * @param debug whether the engine's own log level is raised, which slows it
 */
public record Options(
        Overrides overrides,
        @Nullable Path out,
        boolean resume,
        boolean dryRun,
        boolean failOnError,
        @Nullable String resultFormat,
        @Nullable Path resultFile,
        @Nullable Path humanOutput,
        Verbosity verbosity,
        int loops,
        ConnectionMessage connections,
        String dialect,
        @Nullable Path jvm,
        @Nullable List<String> jvmArgs,
        List<String> jvmArgsPrepend,
        List<String> jvmArgsAppend,
        boolean gcBetweenIterations,
        boolean calibrate,
        @Nullable Long seed,
        String pull,
        int drainSeconds,
        List<String> profilers,
        LatencyUnit latencyUnit,
        TelemetryMode telemetry,
        ServerPlacement placement,
        boolean debug) {
    public Options {
        jvmArgs = jvmArgs == null ? null : List.copyOf(jvmArgs);
        jvmArgsPrepend = List.copyOf(jvmArgsPrepend);
        jvmArgsAppend = List.copyOf(jvmArgsAppend);
        profilers = List.copyOf(profilers);
    }

    /** How much is printed. */
    public enum Verbosity {
        /** The table only. */
        SILENT,
        /** Header, progress and table. */
        NORMAL,
        /** Also every command line and every warning in full. */
        EXTRA
    }
}
