package io.infermark.processor.read;

import io.infermark.api.Arrival;
import io.infermark.api.Exclude;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Sweep;
import io.infermark.api.Workload;
import io.infermark.model.AxisSpec;
import io.infermark.model.Condition;
import io.infermark.model.Exclusion;
import io.infermark.model.RateSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import io.infermark.processor.report.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the search space: {@code @Workload}, {@code @Sweep}, {@code @Exclude}. */
final class SweepReader {
    private static final List<String> AXES = List.of("tp", "pp", "dcp", "pcp", "ep", "dpAttention", "specDecoding");

    private final Reading reading;

    SweepReader(Reading reading) {
        this.reading = reading;
    }

    List<WorkloadSpec> workloads() {
        List<WorkloadSpec> workloads = new ArrayList<>();
        for (Members members : reading.nearest(Workload.class.getName(), Workload.List.class.getCanonicalName())) {
            String path = "workload[" + workloads.size() + "]";
            reading.place(path, members.place());
            for (String name : List.of("isl", "osl", "name", "rangeRatio")) {
                reading.place(path + "." + name, members.place(name));
            }
            int isl = members.number("isl");
            int osl = members.number("osl");
            String name = members.text("name");
            workloads.add(new WorkloadSpec(
                    name.isEmpty() ? WorkloadSpec.nameOf(isl, osl) : name, isl, osl, members.decimal("rangeRatio")));
        }
        return workloads;
    }

    List<SweepRow> rows() {
        List<SweepRow> rows = new ArrayList<>();
        for (Members members : reading.nearest(Sweep.class.getName(), Sweep.List.class.getCanonicalName())) {
            rows.add(row("sweep[" + rows.size() + "]", members));
        }
        return rows;
    }

    private SweepRow row(String path, Members members) {
        reading.place(path, members.place());
        for (String name : List.of("workload", "axes", "rate", "concurrency", "env", "router")) {
            reading.place(path + "." + name, members.place(name));
        }
        Set<String> declared = new LinkedHashSet<>();
        for (String axis : AXES) {
            reading.place(path + "." + axis, members.place(axis));
            if (members.stated(axis)) {
                declared.add(axis);
            }
        }
        ConcurrencyReader concurrency =
                ConcurrencyReader.read(reading, path + ".concurrency", members.annotation("concurrency"));
        return new SweepRow(
                members.text("workload"),
                indexed(path + ".tp", members.numbers("tp")),
                indexed(path + ".pp", members.numbers("pp")),
                indexed(path + ".dcp", members.numbers("dcp")),
                indexed(path + ".pcp", members.numbers("pcp")),
                indexed(path + ".ep", members.numbers("ep")),
                indexed(path + ".dpAttention", members.flags("dpAttention")),
                indexed(path + ".specDecoding", members.constants("specDecoding", SpecDecoding.class)),
                axes(path + ".axes", members.annotations("axes")),
                rate(path + ".rate", members.annotation("rate")),
                concurrency.values(),
                Pairs.environment(reading, path + ".env", members.texts("env")),
                declared,
                concurrency.ranged(),
                ClusterReader.component(reading, path + ".router", members.annotation("router")));
    }

    private List<AxisSpec> axes(String path, List<Members> all) {
        List<AxisSpec> axes = new ArrayList<>();
        for (Members members : all) {
            String at = path + "[" + axes.size() + "]";
            reading.place(at, members.place());
            for (String name : List.of("name", "values", "flag", "env")) {
                // A carrier that is not written down is derived from the name.
                boolean derived = !members.stated(name) && !name.equals("values");
                reading.place(at + "." + name, members.place(derived ? "name" : name));
            }
            String name = members.text("name");
            String flag = members.text("flag");
            String env = members.text("env");
            if (!flag.isEmpty() && !env.isEmpty()) {
                reading.unreadable(at + ".env", members.place("env"), Message.AXIS_CARRIERS, name, flag, env);
            }
            List<String> values = indexed(at + ".values", members.texts("values"));
            axes.add(
                    env.isEmpty()
                            ? new AxisSpec(name, values, AxisSpec.Carrier.FLAG, flag.isEmpty() ? "--" + name : flag)
                            : new AxisSpec(name, values, AxisSpec.Carrier.ENV, env));
        }
        return axes;
    }

    private RateSpec rate(String path, Members members) {
        for (String name : List.of("arrival", "burstiness", "shape")) {
            reading.place(path + "." + name, members.place(name));
        }
        return new RateSpec(
                indexed(path + ".value", members.decimals("value")),
                members.constant("arrival", Arrival.class, Arrival.POISSON),
                members.decimal("burstiness"),
                members.text("shape"));
    }

    List<Exclusion> exclusions() {
        List<Exclusion> exclusions = new ArrayList<>();
        for (Members members : reading.nearest(Exclude.class.getName(), Exclude.List.class.getCanonicalName())) {
            String path = "exclude[" + exclusions.size() + "]";
            reading.place(path, members.place());
            List<Condition> conditions = new ArrayList<>();
            for (Members.Item<String> item : members.texts("value")) {
                try {
                    Condition condition = Condition.parse(item.value());
                    reading.place(path + "[" + conditions.size() + "]", item.place());
                    conditions.add(condition);
                } catch (IllegalArgumentException e) {
                    reading.unreadable(path, item.place(), Message.CONDITION_MALFORMED, e);
                }
            }
            exclusions.add(new Exclusion(conditions, members.text("reason")));
        }
        return exclusions;
    }

    private <T> List<T> indexed(String path, List<Members.Item<T>> items) {
        List<T> values = new ArrayList<>();
        for (Members.Item<T> item : items) {
            reading.place(path + "[" + values.size() + "]", item.place());
            values.add(item.value());
        }
        return values;
    }
}
