package io.infermark.config.master;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.schema.Check;
import io.infermark.config.schema.Check.Broken;
import io.infermark.validation.Code;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cross-field rules of upstream's models, with upstream's sentences. */
final class Rules {

    static final Check CONC_FEB = new Check("validate_conc_fields", (model, given) -> conc(model, false));
    static final Check CONC_HEAD = new Check("validate_conc_fields", (model, given) -> conc(model, true));
    static final Check ROW_TOPOLOGY =
            new Check("validate_single_node_topology", (model, given) -> tpDividedByDcp(model));
    static final Check WORKER_TOPOLOGY = new Check("validate_worker_topology", (model, given) -> tpDividedByDcp(model));
    static final Check WORKER_HARDWARE =
            new Check("validate_worker_hardware_pair", (model, given) -> hardwarePair(model));
    static final Check DISAGG_TRANSFER = new Check("validate_disagg_transfer", (model, given) -> disagg(model));
    static final Check KV_OFFLOAD = new Check("validate_kv_offload_fields", (model, given) -> kvOffload(model));
    static final Check AGENTIC_TOPOLOGY = new Check("validate_topology_fields", Rules::agenticTopology);
    static final Check DRAM_CAPACITY =
            new Check("validate_dram_offload_capacity", (model, given) -> dramCapacity(model));
    static final Check SOME_SCENARIO = new Check("at_least_one_scenario", (model, given) -> someScenario(model));
    static final Check AGENTIC_RUNNER = new Check("validate_agentic_runner", (model, given) -> agenticRunner(model));
    static final Check COMPONENT_SCOPE =
            new Check("validate_component_metadata_scope", (model, given) -> ComponentScope.violation(model));
    static final Check ENGINE_ENVIRONMENT =
            new Check("validate_engine_environment", (model, given) -> environment(model));
    static final Check APPEND_ONLY = new Check("validate_append_only_mode", (model, given) -> appendOnly(model));

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Rules() {}

    private static @Nullable Broken conc(Mapping row, boolean positive) {
        BigInteger start = number(row, "conc-start");
        BigInteger end = number(row, "conc-end");
        List<Value> list = items(row, "conc-list");
        boolean range = start != null && end != null;
        if (range && !list.isEmpty()) {
            return new Broken(
                    "ConcurrencyBoth",
                    "Cannot specify both 'conc-list' list and 'conc-start'/'conc-end'."
                            + " Use either a list or a range, not both.");
        }
        if (!range && list.isEmpty()) {
            return new Broken(
                    start == null && end == null ? Code.LOAD_MISSING.code() : "ConcurrencyHalf",
                    "Must specify either 'conc-list' list or both 'conc-start' and 'conc-end'.");
        }
        if (start != null && end != null) {
            if (positive && (start.signum() <= 0 || end.signum() <= 0)) {
                return broken(Code.VALUE_TOO_SMALL, "Input 'conc-start' and 'conc-end' must be greater than 0.");
            }
            if (start.compareTo(end) > 0) {
                return new Broken(
                        "ConcurrencyRange", "'conc-start' (" + start + ") must be <= 'conc-end' (" + end + ").");
            }
        }
        for (Value item : list) {
            if (item instanceof Value.Whole whole && whole.number().signum() <= 0) {
                return broken(Code.VALUE_TOO_SMALL, "Input 'conc-list' entries must be greater than 0.");
            }
        }
        return null;
    }

    private static @Nullable Broken environment(Mapping row) {
        Set<String> names = new HashSet<>();
        for (Value item : items(row, "additional-settings")) {
            String setting = ((Value.Text) item).text();
            String name = setting.substring(0, Math.max(0, setting.indexOf('=')));
            if (!VARIABLE.matcher(name).matches()) {
                return new Broken(
                        "EnvMalformed", "'additional-settings' entry '" + setting + "' is not of the form NAME=value");
            }
            if (!names.add(name)) {
                return new Broken("EnvTwice", "'additional-settings' sets " + name + " twice");
            }
        }
        return null;
    }

    private static @Nullable Broken tpDividedByDcp(Mapping row) {
        BigInteger tp = number(row, "tp");
        BigInteger dcp = number(row, "dcp-size");
        if (tp == null || dcp == null || tp.mod(dcp).signum() == 0) {
            return null;
        }
        return broken(Code.DCP_NOT_DIVIDING, "'tp' (" + tp + ") must be divisible by 'dcp-size' (" + dcp + ")");
    }

    private static @Nullable Broken hardwarePair(Mapping row) {
        if (hasHardware(row, "prefill") == hasHardware(row, "decode")) {
            return null;
        }
        return broken(Code.WORKER_HARDWARE, "'hardware' must be specified for both 'prefill' and 'decode', or neither");
    }

    private static boolean hasHardware(Mapping row, String role) {
        return row.get(role) instanceof Mapping worker && worker.get("hardware") instanceof Value.Text;
    }

    private static @Nullable Broken disagg(Mapping row) {
        boolean disagg = row.get("disagg") instanceof Value.Flag flag && flag.flag();
        return disagg && !isSet(row, "kv-p2p-transfer")
                ? broken(Code.TRANSFER_MISSING, "disagg=true requires kv-p2p-transfer")
                : null;
    }

    private static @Nullable Broken kvOffload(Mapping row) {
        boolean backend = isSet(row, "kv-offload-backend");
        if (!(row.get("kv-offloading") instanceof Value.Text mode)) {
            return backend ? broken(Code.KV_OFFLOADING, "kv-offload-backend requires kv-offloading") : null;
        }
        if (mode.text().equals("none")) {
            return backend
                    ? broken(Code.KV_OFFLOADING, "kv-offload-backend can only be set when kv-offloading is not 'none'")
                    : null;
        }
        return backend
                ? null
                : broken(
                        Code.KV_OFFLOADING,
                        "kv-offload-backend is required when kv-offloading is '" + mode.text() + "'");
    }

    private static @Nullable Broken agenticTopology(Mapping row, Set<String> given) {
        boolean single = isSet(row, "tp");
        boolean anyWorker = isSet(row, "prefill") || isSet(row, "decode");
        boolean bothWorkers = isSet(row, "prefill") && isSet(row, "decode");
        if (single ? anyWorker : !bothWorkers) {
            return broken(
                    Code.WORKER_MISSING,
                    "Agentic search-space entries must specify either tp or both prefill and decode");
        }
        if (!single && isSet(row, "additional-settings")) {
            return broken(
                    Code.WORKER_MISSING,
                    "'additional-settings' of a row with workers stand in its 'prefill' and 'decode' blocks");
        }
        if (single) {
            return isSet(row, "kv-offloading")
                    ? tpDividedByDcp(row)
                    : broken(Code.KV_OFFLOADING, "Single-node agentic search-space entries must specify kv-offloading");
        }
        if (given.contains("pp") || given.contains("dcp-size") || given.contains("pcp-size")) {
            return broken(
                    Code.WORKER_MISSING,
                    "Multinode agentic search-space entries cannot specify 'pp', 'dcp-size', 'pcp-size'");
        }
        return hardwarePair(row);
    }

    private static @Nullable Broken dramCapacity(Mapping scenario) {
        if (isSet(scenario, "dram-utilization")) {
            return null;
        }
        for (Value row : items(scenario, "search-space")) {
            if (row instanceof Mapping m
                    && m.get("kv-offloading") instanceof Value.Text t
                    && t.text().equals("dram")) {
                return broken(
                        Code.DRAM_UTILIZATION,
                        "kv-offloading='dram' requires dram-utilization with runner hardware metadata");
            }
        }
        return null;
    }

    private static @Nullable Broken someScenario(Mapping scenarios) {
        boolean some = !items(scenarios, "fixed-seq-len").isEmpty()
                || !items(scenarios, "agentic-coding").isEmpty();
        return some ? null : broken(Code.SWEEP_MISSING, "At least one scenario type must be specified");
    }

    private static @Nullable Broken agenticRunner(Mapping entry) {
        boolean agentic = entry.get("scenarios") instanceof Mapping scenarios
                && !items(scenarios, "agentic-coding").isEmpty();
        boolean cluster = entry.get("runner") instanceof Value.Text runner
                && runner.text().startsWith("cluster:");
        if (!agentic || cluster) {
            return null;
        }
        return broken(
                Code.AGENTIC_LABEL,
                "Agentic master configs must use a 'cluster:<name>' runner so every point runs on one exact hardware"
                        + " fleet.");
    }

    private static @Nullable Broken appendOnly(Mapping entry) {
        boolean evalFields =
                isTrue(entry, "evals-only") || isTrue(entry, "all-evals") || isSet(entry, "eval-min-prefill-ep");
        return isTrue(entry, "append-only") && evalFields
                ? new Broken("AppendOnlyEvals", "append-only cannot be combined with eval selection fields")
                : null;
    }

    /** The code is the one of the same mistake in a class; the sentence is upstream's. */
    static Broken broken(Code code, String sentence) {
        return new Broken(code.code(), sentence);
    }

    private static boolean isTrue(Mapping model, String key) {
        return model.get(key) instanceof Value.Flag flag && flag.flag();
    }

    static boolean isSet(Mapping model, String key) {
        Value value = model.get(key);
        return value != null && !(value instanceof Value.Nothing);
    }

    static List<Value> items(Mapping model, String key) {
        return model.get(key) instanceof Value.Sequence sequence ? new ArrayList<>(sequence.items()) : List.of();
    }

    private static @Nullable BigInteger number(Mapping model, String key) {
        return model.get(key) instanceof Value.Whole whole ? whole.number() : null;
    }
}
