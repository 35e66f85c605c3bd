package io.infermark.telemetry;

import io.infermark.api.Vendor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The GPUs whose power and activity count.
 *
 * @param vendor decides which tool is asked
 * @param gpus indexes as the vendor's tool counts them; empty: none
 * @param absentBecause why there are none; empty if there are
 */
public record Monitored(Vendor vendor, List<Integer> gpus, String absentBecause) {
    public Monitored {
        gpus = List.copyOf(gpus);
    }

    /** These, at least one. */
    public static Monitored of(Vendor vendor, List<Integer> gpus) {
        return new Monitored(vendor, gpus, "");
    }

    /** None, for a reason. */
    public static Monitored none(String because) {
        return new Monitored(Vendor.CPU, List.of(), because);
    }

    /** As files name them. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        gpus.forEach(gpu -> names.add(Integer.toString(gpu)));
        return names;
    }
}
