package io.infermark.run;

import io.infermark.plan.UsageException;
import io.infermark.platform.Cores;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where on this host a server that we start goes.
 *
 * @param gpus indexes in the order wanted; empty: 0 … n−1
 * @param cores of the server, as {@code taskset -c} takes them; empty: any. The load generator is kept off them.
 * @param launcher words before the command of a host process, as {@code numactl --cpunodebind=0 --membind=0}
 * @param modelCache folder of downloaded weights, mounted into containers; null: the engine's own default
 */
public record ServerPlacement(
        List<Integer> gpus,
        String cores,
        List<String> launcher,
        @Nullable Path modelCache) {
    public ServerPlacement {
        gpus = List.copyOf(gpus);
        launcher = List.copyOf(launcher);
        requireCores(cores);
    }

    private static void requireCores(String list) {
        if (list.isEmpty()) {
            return;
        }
        try {
            Cores.parse(list);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(String.valueOf(malformed.getMessage()), malformed);
        }
    }

    /** Cores that are left to the load generator, comma by comma; empty: no server cores are stated, or none is left. */
    String coresLeft() {
        if (cores.isEmpty()) {
            return "";
        }
        List<Integer> taken = Cores.parse(cores);
        return String.join(
                ",",
                Cores.usable().stream()
                        .filter(core -> !taken.contains(core))
                        .map(String::valueOf)
                        .toList());
    }
}
