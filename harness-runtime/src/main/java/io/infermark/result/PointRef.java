package io.infermark.result;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Fingerprint;
import io.infermark.model.Load;
import io.infermark.model.Point;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which point it is.
 *
 * @param id {@code pkg.Class[tp=8,isl=1024,osl=1024,conc=4]}
 * @param axes the axes that the id shows, in its order
 * @param copy 1; higher for an exact duplicate that a compatible dialect keeps
 * @param configFingerprint digest of everything that it measures; a result of one fingerprint never stands for another
 * @param startFingerprint digest of what its server is started with
 * @param workload name of the workload
 * @param load the load in words, such as {@code closed loop, 4 streams}
 * @param concurrency streams of a closed loop, or the cap of an open one; null without a cap
 * @param requestsPerSecond null in a closed loop
 * @param arrival null in a closed loop
 * @param arrivalShape of a ramp, of steps or of a trace, here with the digest of the file that was replayed; else null
 */
public record PointRef(
        String id,
        String benchmark,
        Map<String, String> axes,
        int copy,
        String configFingerprint,
        String startFingerprint,
        String workload,
        int isl,
        int osl,
        double rangeRatio,
        int tp,
        int pp,
        int dcp,
        int pcp,
        int ep,
        boolean dpAttention,
        String specDecoding,
        String load,
        @Nullable Integer concurrency,
        @Nullable Double requestsPerSecond,
        @Nullable String arrival,
        @Nullable Double burstiness,
        @Nullable String arrivalShape) {
    public PointRef {
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
    }

    /** The reference of a declared point. */
    public static PointRef of(BenchmarkSpec spec, Point point) {
        Map<String, String> axes = new LinkedHashMap<>();
        for (String axis : point.idAxes()) {
            String value = point.axis(axis);
            if (value != null) {
                axes.put(axis, value);
            }
        }
        Load.Open open = point.load() instanceof Load.Open arrivals ? arrivals : null;
        return new PointRef(
                point.id(),
                point.benchmark(),
                axes,
                point.copy(),
                Fingerprint.ofPoint(spec, point),
                Fingerprint.ofStart(spec, point),
                point.workload().name(),
                point.workload().isl(),
                point.workload().osl(),
                point.workload().rangeRatio(),
                point.parallelism().tp(),
                point.parallelism().pp(),
                point.parallelism().dcp(),
                point.parallelism().pcp(),
                point.parallelism().ep(),
                point.parallelism().dpAttention(),
                point.specDecoding().label(),
                loadText(point.load()),
                concurrency(point.load()),
                open == null ? null : Double.valueOf(open.requestsPerSecond()),
                open == null ? null : open.arrival().label(),
                open == null ? null : Double.valueOf(open.burstiness()),
                open == null || open.shape().isEmpty() ? null : open.shape());
    }

    private static @Nullable Integer concurrency(Load load) {
        if (load instanceof Load.Open open) {
            return open.maxConcurrency() > 0 ? open.maxConcurrency() : null;
        }
        return ((Load.Closed) load).concurrency();
    }

    /** A load in words; a trace by its file alone. */
    public static String loadText(Load load) {
        if (load instanceof Load.Open open) {
            String cap = open.maxConcurrency() > 0 ? ", at most " + open.maxConcurrency() + " in flight" : "";
            return "open loop, " + open.rateLabel() + " req/s, "
                    + open.arrival().label() + (open.shape().isEmpty() ? "" : " " + open.shapeLabel()) + cap;
        }
        return "closed loop, " + load.concurrencyLabel() + " streams";
    }
}
