package io.infermark.bottleneck;

import io.infermark.bottleneck.Bottleneck.Kind;
import io.infermark.result.PointResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads bottlenecks from the figures of a run. */
public final class Bottlenecks {
    /** GPUs that are busy for less of the time than this could do more. */
    static final double LOW_UTILISATION_PERCENT = 50;

    /** Growth of throughput as a share of the growth of concurrency from which the engine still has room. */
    static final double STILL_GROWING = 0.8;

    /** Growth of TTFT from the lowest concurrency that, without like growth of TPOT, is a queue. */
    static final double QUEUE_TTFT_GROWTH = 4;

    /** A queue's TTFT grows by this much more than TPOT; a batch that only gets slower lets both grow. */
    static final double QUEUE_OVER_TPOT = 2;

    /** Share of the streams that wait inside the engine from which there is a queue. */
    static final double QUEUE_SHARE = 0.1;

    /** Share of the KV cache from which it may be what requests wait for: engines keep a little back. */
    static final double FULL_CACHE = 0.9;

    private Bottlenecks() {}

    /** All that the figures speak for, by point in run order. */
    public static List<Bottleneck> of(List<PointResult> results) {
        List<Evidence> all =
                results.stream().flatMap(result -> Evidence.of(result).stream()).toList();
        Map<String, List<Evidence>> ladders = new LinkedHashMap<>();
        all.forEach(evidence -> ladders.computeIfAbsent(evidence.ladder(), key -> new ArrayList<>())
                .add(evidence));
        ladders.values().forEach(ladder -> ladder.sort(Comparator.comparingInt(Evidence::concurrency)));
        List<Bottleneck> found = new ArrayList<>();
        all.forEach(evidence -> found.addAll(ofPoint(evidence, ladders.getOrDefault(evidence.ladder(), List.of()))));
        return found;
    }

    static List<Bottleneck> ofPoint(Evidence point, List<Evidence> ladder) {
        if (!point.generatorFault().isEmpty()) {
            return List.of(
                    new Bottleneck(
                            point.point(),
                            Kind.CLIENT_BOUND,
                            point.generatorFault() + ".",
                            "give the load generator cores of its own (-t for more loops, taskset for the engine); the other figures say nothing until it is fit."));
        }
        List<Bottleneck> found = new ArrayList<>();
        Optional<Bottleneck> queue = queueing(point, ladder);
        queue.ifPresent(found::add);
        if (queue.isEmpty()) {
            tooFewStreams(point, ladder).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            idleGpus(point).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Bottleneck> queueing(Evidence point, List<Evidence> ladder) {
        Double waiting = point.waitingRequests();
        String fix =
                "enlarge the engine's batch or cache (--max-num-seqs, a higher @Sweep(tp), an FP8 KV cache, a larger memory fraction), or lower @Sweep(concurrency).";
        if (waiting != null && waiting >= QUEUE_SHARE * point.concurrency() && hasRoom(point)) {
            return Optional.of(
                    new Bottleneck(
                            point.point(),
                            Kind.QUEUEING,
                            String.format(
                                    Locale.ROOT,
                                    "%.1f of %d requests waited inside the engine on average, though at times all ran at once and at most %.0f %% of the KV cache was in use: they waited for their prefill.",
                                    waiting,
                                    point.concurrency(),
                                    100 * Objects.requireNonNull(point.kvUsage())),
                            "speed the prefill up (a higher @Sweep(tp), lower precision, more replicas), or lower @Sweep(concurrency); a larger batch or cache holds nothing that waits."));
        }
        if (waiting != null) {
            return waiting >= QUEUE_SHARE * point.concurrency()
                    ? Optional.of(new Bottleneck(
                            point.point(),
                            Kind.QUEUEING,
                            String.format(
                                    Locale.ROOT,
                                    "%.1f of %d requests waited inside the engine on average.",
                                    waiting,
                                    point.concurrency()),
                            fix))
                    : Optional.empty();
        }
        Evidence lowest = ladder.isEmpty() ? point : ladder.get(0);
        Double ttft = ratio(point.ttftMs(), lowest.ttftMs());
        Double tpot = ratio(point.tpotMs(), lowest.tpotMs());
        if (ttft == null || tpot == null || ttft < QUEUE_TTFT_GROWTH || ttft < QUEUE_OVER_TPOT * tpot) {
            return Optional.empty();
        }
        return Optional.of(new Bottleneck(
                point.point(),
                Kind.QUEUEING,
                String.format(
                        Locale.ROOT,
                        "median TTFT is %.0f ms, %.1f times that at concurrency %d, while TPOT grew %.1f-fold: requests waited before their first token.",
                        point.ttftMs(),
                        ttft,
                        lowest.concurrency(),
                        tpot),
                fix));
    }

    /** Whether neither the engine's batch nor its cache can be what requests waited for. False where either was not sampled. */
    private static boolean hasRoom(Evidence point) {
        Double running = point.runningRequests();
        Double kv = point.kvUsage();
        return running != null && kv != null && running >= point.concurrency() && kv < FULL_CACHE;
    }

    /** Stated of the top of a ladder alone: below it the next rung is the answer. */
    private static Optional<Bottleneck> tooFewStreams(Evidence point, List<Evidence> ladder) {
        int rung = ladder.size() - 1;
        if (rung < 1 || !ladder.get(rung).point().equals(point.point())) {
            return Optional.empty();
        }
        Evidence before = ladder.get(rung - 1);
        Double growth = ratio(point.outputTokensPerSecond(), before.outputTokensPerSecond());
        double streams = (double) point.concurrency() / before.concurrency();
        if (growth == null || streams <= 1 || growth < STILL_GROWING * streams) {
            return Optional.empty();
        }
        return Optional.of(new Bottleneck(
                point.point(),
                Kind.CONCURRENCY_TOO_LOW,
                String.format(
                        Locale.ROOT,
                        "from concurrency %d to %d output throughput still grew %.2f-fold, to %.0f tok/s%s: the engine has room.",
                        before.concurrency(),
                        point.concurrency(),
                        growth,
                        point.outputTokensPerSecond(),
                        point.gpuUtilisationPercent() == null
                                ? ""
                                : String.format(
                                        Locale.ROOT, " at %.0f %% GPU utilisation", point.gpuUtilisationPercent())),
                "add higher values to @Sweep(concurrency), doubling until throughput levels off."));
    }

    private static Optional<Bottleneck> idleGpus(Evidence point) {
        Double utilisation = point.gpuUtilisationPercent();
        if (utilisation == null || utilisation >= LOW_UTILISATION_PERCENT) {
            return Optional.empty();
        }
        return Optional.of(
                new Bottleneck(
                        point.point(),
                        Kind.GPU_UNDERUSED,
                        String.format(
                                Locale.ROOT,
                                "GPUs were busy for %.0f %% of the time (below %.0f %%) at concurrency %d.",
                                utilisation,
                                LOW_UTILISATION_PERCENT,
                                point.concurrency()),
                        "raise @Sweep(concurrency); if that does not help, look at the engine's processor side (--debug, cores of its own) and at CUDA graphs (no --enforce-eager)."));
    }

    private static @Nullable Double ratio(@Nullable Double value, @Nullable Double base) {
        return value == null || base == null || base <= 0 ? null : value / base;
    }
}
