package io.infermark.platform;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One look at what Linux counts of the host's cores since boot ({@code /proc/stat}); shares come from two looks. A counter goes in steps of 10 ms. */
public final class CoreTimes {
    private static final Path STAT = Path.of("/proc/stat");
    private static final String ALL = "cpu";
    /** After user, nice, system, idle, iowait, irq and softirq. What guests got follows and is in user already. */
    private static final int STOLEN = 7;

    private final Map<String, Ticks> cores;

    private CoreTimes(Map<String, Ticks> cores) {
        this.cores = cores;
    }

    private record Ticks(long all, long stolen) {}

    /** Looks; empty where the system has no such counters. */
    public static Optional<CoreTimes> read(HostView host) {
        return host.text(STAT).flatMap(CoreTimes::parse);
    }

    private static Optional<CoreTimes> parse(String text) {
        Map<String, Ticks> cores = new HashMap<>();
        for (String line : text.lines().filter(l -> l.startsWith(ALL)).toList()) {
            String[] words = line.split(" +", -1);
            if (words.length < STOLEN + 2) {
                return Optional.empty();
            }
            long all = 0;
            for (int i = 1; i <= STOLEN + 1; i++) {
                if (!words[i].matches("\\d{1,18}")) {
                    return Optional.empty();
                }
                all += Long.parseLong(words[i]);
            }
            cores.put(words[0], new Ticks(all, Long.parseLong(words[STOLEN + 1])));
        }
        return cores.containsKey(ALL) ? Optional.of(new CoreTimes(cores)) : Optional.empty();
    }

    /** Share of all cores' time since an earlier look that the hypervisor gave to others although the cores had work; empty if no tick passed. */
    public OptionalDouble stolenSince(CoreTimes before) {
        return share(cores.get(ALL), before.cores.get(ALL));
    }

    /** The same of one core; empty if it was not there at both looks, too. */
    public OptionalDouble stolenSince(CoreTimes before, int core) {
        return share(cores.get(ALL + core), before.cores.get(ALL + core));
    }

    private static OptionalDouble share(@Nullable Ticks now, @Nullable Ticks then) {
        if (now == null || then == null || now.all <= then.all) {
            return OptionalDouble.empty();
        }
        // Kernels were seen to take a little of it back.
        return OptionalDouble.of((double) Math.max(0, now.stolen - then.stolen) / (now.all - then.all));
    }
}
