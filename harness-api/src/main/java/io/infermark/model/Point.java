package io.infermark.model;

import io.infermark.api.SpecDecoding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One combination of a matrix: what is started and which load it gets.
 *
 * @param benchmark binary name of the class, or the configuration's key
 * @param idAxes names of the axes that the id shows, in canonical order; always ends with {@code isl}, {@code osl}, {@code conc}
 * @param copy 1; higher for an exact duplicate that a compatible dialect keeps
 */
public record Point(
        String benchmark,
        Parallelism parallelism,
        SpecDecoding specDecoding,
        List<AxisValue> axes,
        Map<String, String> env,
        WorkloadSpec workload,
        Load load,
        List<String> idAxes,
        int copy) {
    public Point {
        axes = List.copyOf(axes);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        idAxes = List.copyOf(idAxes);
    }

    /** {@code pkg.Class[tp=8,isl=1024,osl=1024,conc=4]}, with {@code #2} for a duplicate. Stable: it depends on nothing but the declaration. */
    public String id() {
        StringBuilder id = new StringBuilder(benchmark).append('[');
        String separator = "";
        for (String axis : idAxes) {
            String value = axis(axis);
            // Of open rows only some may have a shape.
            if (value != null) {
                id.append(separator).append(axis).append('=').append(value);
                separator = ",";
            }
        }
        id.append(']');
        return copy > 1 ? id.append('#').append(copy).toString() : id.toString();
    }

    /**
     * The value of an axis as text; null for an axis that the point has not.
     *
     * @param name one of {@code workload isl osl tp pp dcp pcp ep dpAttention specDecoding rate arrival burstiness shape conc}, or a user's axis
     */
    public @Nullable String axis(String name) {
        return switch (name) {
            case "workload" -> workload.name();
            case "isl" -> Integer.toString(workload.isl());
            case "osl" -> Integer.toString(workload.osl());
            case "tp" -> Integer.toString(parallelism.tp());
            case "pp" -> Integer.toString(parallelism.pp());
            case "dcp" -> Integer.toString(parallelism.dcp());
            case "pcp" -> Integer.toString(parallelism.pcp());
            case "ep" -> Integer.toString(parallelism.ep());
            case "dpAttention" -> Boolean.toString(parallelism.dpAttention());
            case "specDecoding" -> specDecoding.label();
            case "rate" -> load instanceof Load.Open open ? open.rateLabel() : null;
            case "arrival" -> load instanceof Load.Open open ? open.arrival().label() : null;
            case "burstiness" -> load instanceof Load.Open open ? Double.toString(open.burstiness()) : null;
            case "shape" -> load instanceof Load.Open open && !open.shape().isEmpty() ? open.shapeLabel() : null;
            case "conc" -> load.concurrencyLabel();
            default ->
                axes.stream()
                        .filter(axis -> axis.name().equals(name))
                        .map(AxisValue::value)
                        .findFirst()
                        .orElse(null);
        };
    }

    /** The same point under another load, such as one whose trace has the digest of its content. */
    public Point withLoad(Load other) {
        return new Point(benchmark, parallelism, specDecoding, axes, env, workload, other, idAxes, copy);
    }

    /** The same point as the {@code n}-th duplicate. */
    public Point withCopy(int n) {
        return new Point(benchmark, parallelism, specDecoding, axes, env, workload, load, idAxes, n);
    }
}
