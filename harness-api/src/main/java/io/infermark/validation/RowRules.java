package io.infermark.validation;

import io.infermark.api.Arrival;
import io.infermark.model.AxisSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.RateSpec;
import io.infermark.model.Suggestion;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules of one sweep row that can be told without its points. */
final class RowRules {
    /** Axes that exclusions and ids know without a declaration. */
    static final Set<String> BUILT_IN = Set.of(
            "workload",
            "isl",
            "osl",
            "tp",
            "pp",
            "dcp",
            "pcp",
            "ep",
            "dpAttention",
            "specDecoding",
            "rate",
            "arrival",
            "burstiness",
            "shape",
            "conc");

    /** What users may take for a built-in axis. */
    private static final Set<String> ALIASES = Set.of("concurrency", "copy", "fork", "iteration");

    private static final Pattern AXIS_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final BenchmarkSpec spec;
    private final Findings findings;

    RowRules(BenchmarkSpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
    }

    void check() {
        if (spec.rows().isEmpty() && !spec.master().hasClusterRows()) {
            findings.add(Code.SWEEP_MISSING, "");
        }
        for (int i = 0; i < spec.rows().size(); i++) {
            check("sweep[" + i + "]", spec.rows().get(i));
        }
    }

    private void check(String path, SweepRow row) {
        List<String> names = spec.workloads().stream().map(WorkloadSpec::name).toList();
        if (!row.workload().isEmpty() && !names.contains(row.workload()) && !names.isEmpty()) {
            findings.add(
                    Code.WORKLOAD_UNKNOWN,
                    path + ".workload",
                    row.workload(),
                    Suggestion.sentence(row.workload(), names));
        }
        checkCounts(path, "tp", row.tp());
        checkCounts(path, "pp", row.pp());
        checkCounts(path, "dcp", row.dcp());
        checkCounts(path, "pcp", row.pcp());
        checkCounts(path, "ep", row.ep());
        checkValues(path + ".dpAttention", "dpAttention", row.dpAttention());
        checkValues(path + ".specDecoding", "specDecoding", row.specDecoding());
        checkOwnAxes(path + ".axes", row);
        checkRate(path + ".rate", row.rate());
        if (row.concurrency().isEmpty() && row.rate().requestsPerSecond().isEmpty()) {
            findings.add(Code.LOAD_MISSING, path);
        }
        checkPositive(path, "concurrency", row.concurrency());
        checkTwice(path + ".concurrency", "concurrency", row.concurrency());
    }

    private void checkCounts(String path, String axis, List<Integer> values) {
        checkPositive(path, axis, values);
        checkValues(path + "." + axis, axis, values);
    }

    private void checkPositive(String path, String axis, List<Integer> values) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) < 1) {
                findings.add(Code.VALUE_TOO_SMALL, path + "." + axis + "[" + i + "]", axis, values.get(i));
            }
        }
    }

    private void checkValues(String path, String axis, List<?> values) {
        if (values.isEmpty()) {
            findings.add(Code.AXIS_EMPTY, path, axis);
        }
        checkTwice(path, axis, values);
    }

    private void checkTwice(String path, String axis, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            if (!seen.add(values.get(i))) {
                findings.add(Code.AXIS_VALUE_TWICE, path + "[" + i + "]", axis, values.get(i));
            }
        }
    }

    private void checkOwnAxes(String path, SweepRow row) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < row.axes().size(); i++) {
            AxisSpec axis = row.axes().get(i);
            String at = path + "[" + i + "]";
            if (BUILT_IN.contains(axis.name()) || ALIASES.contains(axis.name())) {
                findings.add(Code.AXIS_NAME_RESERVED, at + ".name", axis.name());
            } else if (!AXIS_NAME.matcher(axis.name()).matches()) {
                findings.add(Code.AXIS_NAME_MALFORMED, at + ".name", axis.name());
            } else if (!names.add(axis.name())) {
                findings.add(Code.AXIS_NAME_TWICE, at + ".name", axis.name());
            } else {
                checkCarrier(at, axis);
            }
            checkValues(at + ".values", axis.name(), axis.values());
            for (int j = 0; j < axis.values().size(); j++) {
                if (axis.values().get(j).chars().anyMatch(Character::isISOControl)) {
                    findings.add(Code.AXIS_VALUE_MALFORMED, at + ".values[" + j + "]", axis.name());
                }
            }
        }
    }

    private void checkCarrier(String path, AxisSpec axis) {
        if (axis.carrier() == AxisSpec.Carrier.FLAG) {
            FlagRules.checkCarrier(spec.server(), axis, path + ".flag", findings);
        } else if (!VARIABLE.matcher(axis.carrierName()).matches()) {
            findings.add(Code.AXIS_VARIABLE_MALFORMED, path + ".env", axis.name(), axis.carrierName());
        }
    }

    private void checkRate(String path, RateSpec rate) {
        for (int i = 0; i < rate.requestsPerSecond().size(); i++) {
            double value = rate.requestsPerSecond().get(i);
            if (!(value > 0) || Double.isInfinite(value)) {
                findings.add(Code.RATE_NOT_POSITIVE, path + ".value[" + i + "]", value);
            }
        }
        checkTwice(path + ".value", "rate", rate.requestsPerSecond());
        for (ArrivalRules.Problem problem : ArrivalRules.problems(rate)) {
            addArrival(path, rate, problem);
        }
    }

    private void addArrival(String path, RateSpec rate, ArrivalRules.Problem problem) {
        Arrival arrival = rate.arrival();
        switch (problem.kind()) {
            case BURSTINESS_NOT_POSITIVE ->
                findings.add(Code.BURSTINESS_NOT_POSITIVE, path + ".burstiness", rate.burstiness());
            case BURSTINESS_UNUSED ->
                findings.add(Code.BURSTINESS_UNUSED, path + ".burstiness", rate.burstiness(), arrival);
            case SHAPE_UNUSED -> findings.add(Code.SHAPE_UNUSED, path + ".shape", rate.shape(), arrival);
            case SHAPE_MISSING -> findings.add(Code.SHAPE_MISSING, path + ".arrival", arrival, example(arrival));
            case SHAPE_MALFORMED ->
                findings.add(Code.SHAPE_MALFORMED, path + ".shape", rate.shape(), arrival, problem.reason());
        }
    }

    private static String example(Arrival arrival) {
        return arrival == Arrival.RAMP ? "0.1:60s" : arrival == Arrival.STEPS ? "0.5:30s,1:60s,2:30s" : "arrivals.txt";
    }
}
