package io.infermark.platform;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a result must say of the host that it was measured on.
 *
 * @param facts by name, in a fixed order: {@code os kernel architecture cpuModel cores usableCores governor memoryBytes memoryLimitBytes jvm}
 * @param gpus one entry a GPU; empty if none is seen
 * @param absent what could not be read, with the reason
 */
public record HostFacts(Map<String, String> facts, List<Gpu> gpus, Map<String, String> absent) {
    public HostFacts {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        gpus = List.copyOf(gpus);
        absent = Collections.unmodifiableMap(new LinkedHashMap<>(absent));
    }

    /**
     * A GPU.
     *
     * @param memoryTotalMib in MiB
     * @param memoryUsedMib in MiB, at the time of reading
     */
    public record Gpu(int index, String name, String driver, long memoryTotalMib, long memoryUsedMib) {
        Gpu named(String other) {
            return new Gpu(index, other, driver, memoryTotalMib, memoryUsedMib);
        }
    }

    /** Reads them now; runs {@code nvidia-smi} where there is one. */
    public static HostFacts read() {
        return new HostFactsReader().read();
    }
}
