package io.infermark.cli;

import io.infermark.plan.UsageException;
import java.util.List;
import java.util.Map;

/** JMH's flags that mean nothing for serving: refused with the reason, since a flag that is ignored is a lie. */
final class RejectedJmhFlags {
    private static final Map<String, String> WHY = Map.of(
            "-bm", "the mode is always the serving load that the class declares",
            "-bs", "a window is bounded by -requests or -r, not by batches",
            "-wbs", "a warm-up window is bounded by -warmupRequests or -w, not by batches",
            "-opi", "a request is one operation",
            "-si", "streams are started together in a closed loop and by the schedule in an open one",
            "-tg", "load comes from @Sweep(concurrency), not from thread groups",
            "-wm", "warm-up belongs to each fork; there is no bulk mode",
            "-wmb", "warm-up belongs to each fork; there is no bulk mode");

    private RejectedJmhFlags() {}

    static void check(List<String> arguments) {
        for (String argument : arguments) {
            String why = WHY.get(argument);
            if (why != null) {
                throw new UsageException(
                        "[FlagOfJmh] " + argument + " is a flag of JMH that has no meaning here: " + why + ".");
            }
        }
    }
}
