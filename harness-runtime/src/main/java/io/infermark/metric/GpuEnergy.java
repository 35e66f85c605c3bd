package io.infermark.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the boards of the declared GPUs took in a window, from the first due request until the last one ended. Board power only: no CPU, no network card, no cooling.
 *
 * @param origin whether power was measured or made up
 * @param joules all declared GPUs together
 * @param watts mean of all declared GPUs together
 * @param wattsPerGpu mean of one of them
 * @param joulesPerRequest over complete requests; null if there is none
 * @param joulesPerInputToken null if the prompt length of some request is not known
 * @param joulesPerOutputToken whole energy over the output tokens of complete requests; null if some length is not known
 * @param joulesPerTotalToken whole energy over input and output tokens
 * @param joulesByGpu by index
 */
public record GpuEnergy(
        Origin origin,
        double joules,
        double watts,
        double wattsPerGpu,
        @Nullable Double joulesPerRequest,
        @Nullable Double joulesPerInputToken,
        @Nullable Double joulesPerOutputToken,
        @Nullable Double joulesPerTotalToken,
        SortedMap<String, Double> joulesByGpu) {
    /** Where watts come from. */
    public enum Origin {
        MEASURED,
        /** An engine that computes nothing made them up. */
        FAKE
    }

    public GpuEnergy {
        SortedMap<String, Double> copy = new TreeMap<>(joulesByGpu.comparator());
        copy.putAll(joulesByGpu);
        joulesByGpu = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Energy over what was served with it.
     *
     * @param seconds of the window
     * @param joulesByGpu of each declared GPU, at least one
     */
    public static GpuEnergy of(
            Origin origin, double seconds, SortedMap<String, Double> joulesByGpu, WindowMetrics served) {
        double joules =
                joulesByGpu.values().stream().mapToDouble(Double::doubleValue).sum();
        Long input = served.tokens().inputTotal();
        Long output = served.tokens().outputTotal();
        return new GpuEnergy(
                origin,
                joules,
                joules / seconds,
                joules / seconds / joulesByGpu.size(),
                over(joules, (long) served.counts().ok()),
                over(joules, input),
                over(joules, output),
                over(joules, input == null || output == null ? null : Long.valueOf(input + output)),
                joulesByGpu);
    }

    private static @Nullable Double over(double joules, @Nullable Long count) {
        return count == null || count <= 0 ? null : Double.valueOf(joules / count);
    }
}
