package io.infermark.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What InferenceX's {@code process_result.py} makes of a client's raw result and its environment, at two states of that script. Behaviour that is a defect there (any key that ends
 * in {@code ms} is divided by 1000; a zero {@code std_tpot_ms} ends it; {@code std_intvty} is a reciprocal of a deviation) is kept: this is for people who compare with its files.
 */
public final class UpstreamAggregate {
    /** State of the script. */
    public enum Era {
        /** 18 February 2026. */
        FEB,
        /** 22 August 2026. */
        HEAD
    }

    private static final List<String> BASE = List.of(
            "RUNNER_TYPE",
            "FRAMEWORK",
            "PRECISION",
            "SPEC_DECODING",
            "RESULT_FILENAME",
            "ISL",
            "OSL",
            "DISAGG",
            "MODEL_PREFIX",
            "IMAGE");
    private static final List<String> SINGLE = List.of("TP", "EP_SIZE", "DP_ATTENTION");
    private static final List<String> MULTI = List.of(
            "PREFILL_GPUS",
            "DECODE_GPUS",
            "PREFILL_NUM_WORKERS",
            "PREFILL_TP",
            "PREFILL_EP",
            "PREFILL_DP_ATTN",
            "DECODE_NUM_WORKERS",
            "DECODE_TP",
            "DECODE_EP",
            "DECODE_DP_ATTN");

    private final Era era;
    private final Map<String, String> env;
    private final JsonNode raw;
    private final ObjectNode out = Json.MAPPER.createObjectNode();

    private UpstreamAggregate(Era era, Map<String, String> env, JsonNode raw) {
        this.era = era;
        this.env = env;
        this.raw = raw;
    }

    /**
     * The aggregate.
     *
     * @param raw the client's result; null if there is no such file
     * @throws UpstreamException where the script stops
     */
    public static ObjectNode of(Era era, Map<String, String> env, @Nullable JsonNode raw) {
        require(env, BASE);
        if (raw == null) {
            throw new UpstreamException(
                    "FileNotFoundError",
                    "[Errno 2] No such file or directory: '" + env.get("RESULT_FILENAME") + ".json'");
        }
        return new UpstreamAggregate(era, env, raw).aggregate();
    }

    private ObjectNode aggregate() {
        boolean disagg = get("DISAGG").toLowerCase(Locale.ROOT).equals("true");
        out.put("hw", get("RUNNER_TYPE"));
        out.put("conc", PythonValues.toInt(member("max_concurrency")));
        out.put("image", get("IMAGE"));
        out.set("model", member("model_id"));
        out.put("infmax_model_prefix", get("MODEL_PREFIX"));
        out.put("framework", get("FRAMEWORK"));
        out.put("precision", get("PRECISION"));
        out.put("spec_decoding", get("SPEC_DECODING"));
        out.put("disagg", disagg);
        if (era == Era.HEAD) {
            out.put("recipe_fingerprint", env.getOrDefault("RECIPE_FINGERPRINT", ""));
        }
        out.put("isl", PythonValues.toInt(get("ISL")));
        out.put("osl", PythonValues.toInt(get("OSL")));
        if (era == Era.HEAD) {
            addComponents();
        }
        if (env.getOrDefault("IS_MULTINODE", "").toLowerCase(Locale.ROOT).equals("true")) {
            addMultiNode();
        } else if (disagg) {
            throw new UpstreamException("ValueError", "Disaggregated mode requires multinode setup.");
        } else {
            addSingleNode();
        }
        addLatencies();
        if (era == Era.HEAD) {
            // No power telemetry comes with a client's result.
            out.put("power_metric_schema_version", 2);
            out.put("power_valid", 0);
        }
        return out;
    }

    private void addComponents() {
        String router = env.getOrDefault("ROUTER_METADATA", "");
        if (!router.isEmpty()) {
            JsonNode parsed = parse(router);
            if (!parsed.isNull()) {
                if (!parsed.isObject() || !names(parsed).equals(Set.of("name", "version"))) {
                    throw new UpstreamException(
                            "ValueError", "ROUTER_METADATA must contain exactly 'name' and 'version'");
                }
                out.set("router", parsed);
            }
        }
        String transfer = env.getOrDefault("KV_P2P_TRANSFER", "");
        if (!transfer.isEmpty()) {
            out.put("kv_p2p_transfer", transfer);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UpstreamException("json.decoder.JSONDecodeError", e.getOriginalMessage());
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void addSingleNode() {
        require(env, SINGLE);
        out.put("is_multinode", false);
        long tp = PythonValues.toInt(get("TP"));
        long gpus = tp;
        out.put("tp", tp);
        if (era == Era.HEAD) {
            long pp = size("PP_SIZE");
            long dcp = size("DCP_SIZE");
            long pcp = size("PCP_SIZE");
            if (pp <= 0 || dcp <= 0 || pcp <= 0) {
                throw new UpstreamException("ValueError", "PP_SIZE, DCP_SIZE, and PCP_SIZE must be positive integers.");
            }
            out.put("pp", pp);
            out.put("dcp_size", dcp);
            out.put("pcp_size", pcp);
            gpus = tp * pp * pcp;
        }
        out.put("ep", PythonValues.toInt(get("EP_SIZE")));
        out.put("dp_attention", get("DP_ATTENTION"));
        addRates((double) gpus, (double) gpus, (double) gpus);
    }

    private void addMultiNode() {
        require(env, MULTI);
        out.put("is_multinode", true);
        long prefill = PythonValues.toInt(get("PREFILL_GPUS"));
        long decode = PythonValues.toInt(get("DECODE_GPUS"));
        boolean aggregated = era == Era.HEAD && decode == 0;
        if (era == Era.HEAD) {
            checkMultiNode(prefill, decode);
        }
        addWorker("prefill", "PREFILL", false);
        addWorker("decode", "DECODE", aggregated);
        out.put("num_prefill_gpu", prefill);
        out.put("num_decode_gpu", decode);
        if (era == Era.HEAD) {
            addWorkerHardware();
        }
        addRates((double) (prefill + decode), (double) (aggregated ? prefill : decode), (double) prefill);
    }

    private void checkMultiNode(long prefill, long decode) {
        if (prefill + decode <= 0) {
            throw new UpstreamException("ValueError", "Multinode results require at least one GPU.");
        }
        if (prefill <= 0) {
            throw new UpstreamException("ValueError", "Multinode results require at least one prefill GPU.");
        }
        for (String role : List.of("PREFILL", "DECODE")) {
            for (String kind : List.of("_PP_SIZE", "_DCP_SIZE", "_PCP_SIZE")) {
                if (size(role + kind) <= 0) {
                    throw new UpstreamException(
                            "ValueError", "Multinode PP, DCP, and PCP sizes must be positive integers.");
                }
            }
        }
    }

    private void addWorker(String field, String variable, boolean absent) {
        out.put(field + "_tp", absent ? 0 : PythonValues.toInt(get(variable + "_TP")));
        if (era == Era.HEAD) {
            out.put(field + "_pp", absent ? 1 : size(variable + "_PP_SIZE"));
            out.put(field + "_dcp_size", absent ? 1 : size(variable + "_DCP_SIZE"));
            out.put(field + "_pcp_size", absent ? 1 : size(variable + "_PCP_SIZE"));
        }
        out.put(field + "_ep", absent ? 0 : PythonValues.toInt(get(variable + "_EP")));
        out.put(field + "_dp_attention", get(variable + "_DP_ATTN"));
        out.put(field + "_num_workers", PythonValues.toInt(get(variable + "_NUM_WORKERS")));
    }

    private void addWorkerHardware() {
        String prefill = env.getOrDefault("PREFILL_HARDWARE", "");
        String decode = env.getOrDefault("DECODE_HARDWARE", "");
        if (prefill.isEmpty() != decode.isEmpty()) {
            throw new UpstreamException(
                    "ValueError", "PREFILL_HARDWARE and DECODE_HARDWARE must be specified together.");
        }
        if (!prefill.isEmpty()) {
            out.put("prefill_hw", prefill);
            out.put("decode_hw", decode);
        }
    }

    private void addRates(double totalGpus, double outputGpus, double inputGpus) {
        double total = PythonValues.toFloat(member("total_token_throughput"));
        double output = PythonValues.toFloat(member("output_throughput"));
        out.put("tput_per_gpu", PythonValues.divide(total, totalGpus));
        out.put("output_tput_per_gpu", PythonValues.divide(output, outputGpus));
        out.put("input_tput_per_gpu", PythonValues.divide(total - output, inputGpus));
    }

    private void addLatencies() {
        List<String> keys = new ArrayList<>();
        raw.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            String name = key.replace("_ms", "");
            if (key.endsWith("ms")) {
                out.put(name, PythonValues.toFloat(raw.get(key)) / 1000);
            }
            if (key.contains("tpot")) {
                out.put(name.replace("tpot", "intvty"), PythonValues.divide(1000, PythonValues.toFloat(raw.get(key))));
            }
        }
    }

    private long size(String variable) {
        return PythonValues.toInt(env.getOrDefault(variable, "1"));
    }

    private JsonNode member(String key) {
        JsonNode value = raw.get(key);
        if (value == null) {
            throw new UpstreamException("KeyError", "'" + key + "'");
        }
        return value;
    }

    private String get(String variable) {
        return env.getOrDefault(variable, "");
    }

    private static void require(Map<String, String> env, List<String> variables) {
        List<String> missing =
                variables.stream().filter(name -> !env.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new UpstreamException(
                    "OSError", "Missing required environment variables: " + String.join(", ", missing));
        }
    }
}
