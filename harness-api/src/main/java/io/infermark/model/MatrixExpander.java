package io.infermark.model;

import io.infermark.api.SpecDecoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Turns a declaration into its points, in the order that {@link io.infermark.api.Sweep} states. Pure: the compiler and the runner call the same code.
 *
 * <p>Duplicates are kept, in a compatible dialect as {@code #2} and so on; whether they are an error is the validator's word.
 */
public final class MatrixExpander {
    /** Axes that every id shows, after all others. */
    private static final List<String> ALWAYS = List.of("isl", "osl", "conc");

    private static final List<String> OPEN_ONLY = List.of("rate", "arrival", "burstiness", "shape");

    private static final List<String> BUILT_IN = List.of("tp", "pp", "dcp", "pcp", "ep", "dpAttention", "specDecoding");

    private MatrixExpander() {}

    /** All points that no exclusion drops. Of a compatible dialect the same point again is its next copy. */
    public static Matrix expand(BenchmarkSpec spec) {
        List<Point> points = new ArrayList<>();
        boolean copies = spec.master().dialect().compatible();
        Map<String, Integer> seen = new HashMap<>();
        forEach(spec, point -> {
            if (spec.exclusions().stream().noneMatch(exclusion -> exclusion.drops(point))) {
                points.add(copies ? point.withCopy(seen.merge(point.id(), 1, Integer::sum)) : point);
            }
        });
        return new Matrix(spec, points);
    }

    /** Visits all points, those that an exclusion drops too. */
    public static void forEach(BenchmarkSpec spec, Consumer<Point> visitor) {
        forEachWithRow(spec, (point, row) -> visitor.accept(point));
    }

    /** Visits all points with the index of the row that declares them. */
    public static void forEachWithRow(BenchmarkSpec spec, ObjIntConsumer<Point> visitor) {
        List<String> idAxes = idAxes(spec);
        for (int i = 0; i < spec.rows().size(); i++) {
            int index = i;
            SweepRow row = spec.rows().get(i);
            for (WorkloadSpec workload : spec.workloads()) {
                if (row.workload().isEmpty() || row.workload().equals(workload.name())) {
                    forEach(spec.benchmark(), row, workload, idAxes, point -> visitor.accept(point, index));
                }
            }
        }
    }

    /** How many points a declaration has before exclusions, without making them; saturates at {@link Long#MAX_VALUE}. */
    public static long count(BenchmarkSpec spec) {
        long total = 0;
        for (SweepRow row : spec.rows()) {
            long points = count(spec, row);
            total = Long.MAX_VALUE - total < points ? Long.MAX_VALUE : total + points;
        }
        return total;
    }

    /** How many points one row has before exclusions; saturates at {@link Long#MAX_VALUE}. */
    public static long count(BenchmarkSpec spec, SweepRow row) {
        long product = spec.workloads().stream()
                .filter(w -> row.workload().isEmpty() || row.workload().equals(w.name()))
                .count();
        List<Integer> sizes = new ArrayList<>(List.of(
                row.tp().size(),
                row.pp().size(),
                row.dcp().size(),
                row.pcp().size(),
                row.ep().size(),
                row.dpAttention().size(),
                row.specDecoding().size(),
                Math.max(1, row.rate().requestsPerSecond().size()),
                Math.max(
                        row.rate().requestsPerSecond().isEmpty() ? 0 : 1,
                        row.concurrency().size())));
        row.axes().forEach(axis -> sizes.add(axis.values().size()));
        for (int size : sizes) {
            product = saturatedProduct(product, size);
        }
        return product;
    }

    private static long saturatedProduct(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    /**
     * Axes that some row declares, in canonical order, then those that every id shows. What usually says nothing (the workload's name beside its lengths, the arrival beside
     * the rate) is shown where ids would not differ without it.
     */
    private static List<String> idAxes(BenchmarkSpec spec) {
        Set<String> declared = new LinkedHashSet<>();
        Set<String> own = new LinkedHashSet<>();
        for (SweepRow row : spec.rows()) {
            declared.addAll(row.declared());
            row.axes().forEach(axis -> own.add(axis.name()));
        }
        List<String> names = new ArrayList<>();
        long lengths = spec.workloads().stream()
                .map(workload -> List.of(workload.isl(), workload.osl()))
                .distinct()
                .count();
        if (lengths < spec.workloads().size()) {
            names.add("workload");
        }
        BUILT_IN.stream().filter(declared::contains).forEach(names::add);
        names.addAll(own);
        List<RateSpec> open = spec.rows().stream()
                .map(SweepRow::rate)
                .filter(rate -> !rate.requestsPerSecond().isEmpty())
                .toList();
        if (!open.isEmpty()) {
            names.add("rate");
            if (open.stream().map(RateSpec::arrival).distinct().count() > 1) {
                names.add("arrival");
            }
            if (open.stream().map(RateSpec::burstiness).distinct().count() > 1) {
                names.add("burstiness");
            }
            if (open.stream().map(RateSpec::shape).distinct().count() > 1) {
                names.add("shape");
            }
        }
        names.addAll(ALWAYS);
        return names;
    }

    private static void forEach(
            String benchmark, SweepRow row, WorkloadSpec workload, List<String> idAxes, Consumer<Point> visitor) {
        List<Load> loads = loads(row);
        List<List<AxisValue>> ownCombinations = combinations(row.axes());
        for (int tp : row.tp()) {
            for (int pp : row.pp()) {
                for (int dcp : row.dcp()) {
                    for (int pcp : row.pcp()) {
                        for (int ep : row.ep()) {
                            for (boolean dpAttention : row.dpAttention()) {
                                Parallelism parallelism = new Parallelism(tp, pp, dcp, pcp, ep, dpAttention);
                                for (SpecDecoding spec : row.specDecoding()) {
                                    emit(
                                            benchmark,
                                            row,
                                            workload,
                                            idAxes,
                                            parallelism,
                                            spec,
                                            ownCombinations,
                                            loads,
                                            visitor);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static void emit(
            String benchmark,
            SweepRow row,
            WorkloadSpec workload,
            List<String> idAxes,
            Parallelism parallelism,
            SpecDecoding specDecoding,
            List<List<AxisValue>> ownCombinations,
            List<Load> loads,
            Consumer<Point> visitor) {
        for (List<AxisValue> own : ownCombinations) {
            List<String> shown =
                    idAxes.stream().filter(name -> shows(name, own, loads)).toList();
            for (Load load : loads) {
                visitor.accept(
                        new Point(benchmark, parallelism, specDecoding, own, row.env(), workload, load, shown, 1));
            }
        }
    }

    /** An axis that only other rows have is left out of this row's ids. */
    private static boolean shows(String name, List<AxisValue> own, List<Load> loads) {
        if (OPEN_ONLY.contains(name)) {
            return !loads.isEmpty() && loads.get(0) instanceof Load.Open;
        }
        return name.equals("workload")
                || BUILT_IN.contains(name)
                || ALWAYS.contains(name)
                || own.stream().anyMatch(value -> value.name().equals(name));
    }

    private static List<Load> loads(SweepRow row) {
        List<Load> loads = new ArrayList<>();
        RateSpec rate = row.rate();
        if (rate.requestsPerSecond().isEmpty()) {
            row.concurrency().forEach(concurrency -> loads.add(new Load.Closed(concurrency)));
            return loads;
        }
        List<Integer> caps = row.concurrency().isEmpty() ? List.of(0) : row.concurrency();
        for (double value : rate.requestsPerSecond()) {
            for (int cap : caps) {
                loads.add(new Load.Open(value, rate.arrival(), rate.burstiness(), cap, rate.shape()));
            }
        }
        return loads;
    }

    private static List<List<AxisValue>> combinations(List<AxisSpec> axes) {
        List<List<AxisValue>> result = List.of(List.of());
        for (AxisSpec axis : axes) {
            List<List<AxisValue>> next = new ArrayList<>();
            for (List<AxisValue> head : result) {
                for (String value : axis.values()) {
                    List<AxisValue> extended = new ArrayList<>(head);
                    extended.add(new AxisValue(axis.name(), value, axis.carrier(), axis.carrierName()));
                    next.add(List.copyOf(extended));
                }
            }
            result = next;
        }
        return result;
    }
}
