package io.infermark.validation;

import io.infermark.validation.Finding.Severity;
import java.util.Locale;

/** Everything that can be wrong with a declaration, with its text. A code never changes its meaning; searches and tests rely on it. */
public enum Code {
    MODEL_ID_EMPTY(
            "ModelIdEmpty",
            "the model has no id. Give its name on the hub, such as \"deepseek-ai/DeepSeek-R1-0528\", or its path."),
    PREFIX_MALFORMED(
            "PrefixMalformed",
            "the prefix \"%s\" can't stand in file and result names. Use letters, digits, \".\" and \"-\", no \"_\", which"
                    + " separates the parts of a name."),
    MODEL_FACT_NEGATIVE(
            "ModelFactNegative",
            "%s is %s, but a model can't have less than none. Give the fact, or 0 for \"not stated\"."),
    MODEL_LEN_TOO_SMALL(
            "ModelLenTooSmall",
            "maxModelLen=%d is shorter than workload %s, whose requests take %d tokens (isl %d + osl %d). Raise it to"
                    + " at least %d, or leave it out."),
    PRECISION_UNSUPPORTED(
            "PrecisionUnsupported", "%s has no kernels for %s; it has %s. Choose one of these, or other hardware."),
    ACCELERATOR_FACTS_INVALID(
            "AcceleratorFactsInvalid", "the facts of accelerator \"%s\" can't be true: %s. Correct its facts."),
    ENGINE_FACTS_INVALID("EngineFactsInvalid", "the facts of engine \"%s\" can't be true: %s. Correct its facts."),
    NODES_TOO_FEW("NodesTooFew", "a server can't span %d nodes. Set nodes to 1 or more."),
    ENGINE_VENDOR(
            "EngineVendor",
            "the engine %s does not run on %s, whose vendor is %s; it runs on %s. Choose another engine or other"
                    + " hardware."),

    HIT_RATE(
            "HitRate",
            "prefixHitRate=%s %s. It is the share of prompt tokens that is meant to come from the prefix cache, 0 to 1."),
    LAUNCH_WITHOUT_IMAGE(
            "LaunchWithoutImage",
            "the engine %s starts as a container, but no image is given. Give an image, pinned by tag or digest, or"
                    + " choose another way to launch."),
    LAUNCH_WITHOUT_URL(
            "LaunchWithoutUrl",
            "the server is external, but nobody says where it is. Give its address in endpoint urls, such as"
                    + " \"http://host:8000\"."),
    LAUNCH_WITHOUT_COMMAND(
            "LaunchWithoutCommand",
            "the engine %s has no recipe, so its process needs a command. Give the command word by word."),
    LAUNCH_CONTRADICTS_URL(
            "LaunchContradictsUrl",
            "the harness is to start the server (%s), but URLs of running servers are given, which would be ignored."
                    + " Remove the URLs, or launch EXTERNAL."),
    EXTERNAL_STARTS(
            Severity.WARNING,
            "ExternalStarts",
            "the points need %d differently started servers, but an external one is as it is: points would differ in"
                    + " name only, as %s and %s. Keep axes that the server can't follow out of the sweep."),
    FLAG_UNKNOWN("FlagUnknown", "the engine %s does not know the flag %s.%s"),
    FLAG_MANAGED(
            "FlagManaged",
            "the flag %s is set by the harness from the declaration for engine %s; a second value would contradict it."
                    + " Remove it and use the member or axis for it."),
    FLAG_MALFORMED(
            "FlagMalformed",
            "axis \"%s\" is carried by \"%s\", which is no flag. A flag begins with \"-\", such as --%s."),
    FLAG_TWICE(
            "FlagTwice",
            "the flag %s reaches the engine from two places: here and %s. Remove one, since engines take either."),

    URL_MALFORMED("UrlMalformed", "\"%s\" is no address of a server: %s. Write it as \"http://host:8000\"."),
    URL_SECRET(
            "UrlSecret",
            "the address of %s carries credentials in the clear, which would stand in every result. Remove them and use"
                    + " apiKey or a header with env:NAME."),
    URL_TWICE("UrlTwice", "the address %s is given twice, so it would get twice its share of requests. Remove one."),
    BASE_PATH_MALFORMED(
            "BasePathMalformed",
            "the base path \"%s\" can't precede a path of the API. Begin it with \"/\" and leave out a query and the last"
                    + " \"/\"; empty means none."),
    SECRET_INLINE(
            "SecretInline", "the API key is written in the clear. Write where it is instead: env:NAME or file:/path."),
    HEADER_INVALID("HeaderInvalid", "\"%s\" can't be the name of a header, or its value has a line break. Correct it."),
    HEADER_SECRET(
            "HeaderSecret",
            "the header %s holds a secret in the clear. Write where it is instead: \"%s: env:NAME\" or \"%s:"
                    + " file:/path\"."),
    HEADER_MANAGED("HeaderManaged", "the header %s is set by the harness for each request. Remove it."),
    BODY_NOT_JSON(
            "BodyNotJson",
            "the body field %s has the value %s, which is no JSON. Strings need quotes: name=\"value\"."),
    BODY_MANAGED("BodyManaged", "the body field %s is what the harness measures with and can't be %s. Leave it out."),

    CERTIFICATE_MALFORMED(
            "CertificateMalformed",
            "\"%s\" is no pair of files. Give the certificate and its key, separated by a comma: cert.pem,key.pem."),

    WORKLOAD_MISSING(
            "WorkloadMissing", "no workload is declared, so requests have no lengths. Add one with isl and osl."),
    WORKLOAD_NAME_MALFORMED(
            "WorkloadNameMalformed",
            "the workload name \"%s\" can't stand in a point's id. Use letters, digits, \".\", \"_\" and \"-\"."),
    WORKLOAD_TWICE(
            "WorkloadTwice",
            "the workload name \"%s\" is also that of %s, so a row could not tell them apart. Give one of them another"
                    + " name."),
    WORKLOAD_UNUSED(Severity.WARNING, "WorkloadUnused", "no row runs workload \"%s\". Remove it or add a row for it."),
    LENGTH_TOO_SMALL("LengthTooSmall", "%s=%d, but a request has at least one token in and one out. Raise it."),
    RANGE_RATIO(
            "RangeRatio",
            "rangeRatio=%s is outside (0, 1]. It is the shortest length as a share of the nominal one: 1 for fixed"
                    + " lengths, 0.8 for 80 to 100 %%."),

    SWEEP_MISSING(
            "SweepMissing", "no sweep is declared, so there is nothing to run. Add one with a concurrency or a rate."),
    AXIS_EMPTY(
            "AxisEmpty",
            "axis \"%s\" has no values. An axis needs at least one, otherwise the row has no points; leave the member"
                    + " out for its default."),
    AXIS_VALUE_TWICE(
            "AxisValueTwice",
            "axis \"%s\" has the value %s twice, which would measure the same points twice. Remove one."),
    AXIS_NAME_MALFORMED(
            "AxisNameMalformed",
            "\"%s\" can't be the name of an axis. Begin with a letter; use letters, digits, \".\", \"_\" and \"-\"."),
    AXIS_NAME_RESERVED(
            "AxisNameReserved", "\"%s\" is an axis of the harness's own. Use the member for it, or another name."),
    AXIS_NAME_TWICE(
            "AxisNameTwice",
            "this row has the axis \"%s\" twice, so a point would have two values of it. Rename one, or merge their"
                    + " values."),
    AXIS_VALUE_MALFORMED(
            "AxisValueMalformed", "a value of axis \"%s\" holds a line break or control character. Remove it."),
    AXIS_VARIABLE_MALFORMED(
            "AxisVariableMalformed",
            "axis \"%s\" is carried by the variable \"%s\", which can't be one. Use letters, digits and \"_\"."),
    VALUE_TOO_SMALL("ValueTooSmall", "%s=%d, but it counts from 1. Remove the value, or raise it."),
    LOAD_MISSING(
            "LoadMissing",
            "the row has neither a concurrency nor a rate, so it has no load. Add a concurrency for a closed loop, or a"
                    + " rate for an open one."),
    RATE_NOT_POSITIVE("RateNotPositive", "a rate of %s requests a second never sends. Give a number above 0."),
    BURSTINESS_NOT_POSITIVE(
            "BurstinessNotPositive",
            "burstiness=%s is no shape of a gamma distribution. Give a number above 0; 1 is Poisson."),
    BURSTINESS_UNUSED(
            "BurstinessUnused",
            "burstiness=%s has no meaning with Arrival.%s. Remove it, or choose GAMMA, whose shape it is."),
    SHAPE_MISSING("ShapeMissing", "Arrival.%s needs a shape. Add one, such as shape = \"%s\"."),
    SHAPE_UNUSED(
            "ShapeUnused", "shape=\"%s\" has no meaning with Arrival.%s. Remove it, or choose RAMP, STEPS or TRACE."),
    SHAPE_MALFORMED("ShapeMalformed", "shape=\"%s\" is none of Arrival.%s: %s"),
    WORKLOAD_UNKNOWN("WorkloadUnknown", "the row names workload \"%s\", which is not declared.%s"),
    ROW_ADDS_NOTHING(
            Severity.WARNING,
            "RowAddsNothing",
            "all %d points of this row are excluded. Remove the row or an exclusion."),

    HARDWARE_TOO_SMALL(
            "HardwareTooSmall",
            "%s needs %d GPUs, but %s has %s. Lower it, take more nodes, or exclude it for this hardware."),
    TP_NODES("TpNodes", "tp=%d spans nodes of %d GPUs unevenly. Use a multiple of %d, or a value that fits one node."),
    DCP_NOT_DIVIDING("DcpNotDividing", "dcp=%d does not divide tp=%d, whose GPUs it shares. Change or exclude it."),
    EP_TOO_LARGE("EpTooLarge", "ep=%d spreads experts over %d GPUs, but %s has %s. Lower it or raise nodes."),
    EP_NOT_DIVIDING(
            "EpNotDividing",
            "ep=%d fits neither into nor around the %d GPUs of %s: one has to divide the other. Change or exclude it."),
    EP_WIDER(
            Severity.WARNING,
            "EpWider",
            "ep=%d is wider than the %d GPUs of %s, so the engine takes more GPUs than figures per GPU divide by."
                    + " Exclude the combination or raise tp."),
    EP_UNSUPPORTED(
            "EpUnsupported", "ep=%d, but the engine %s has no expert parallelism. Remove it or change the engine."),
    PP_UNSUPPORTED(
            "PpUnsupported", "pp=%d, but the engine %s has no pipeline parallelism. Remove it or change the engine."),
    DP_ATTENTION_UNSUPPORTED(
            "DpAttentionUnsupported",
            "the engine %s has no data-parallel attention. Remove the value or change the engine."),
    SPEC_DECODING_UNSUPPORTED(
            "SpecDecodingUnsupported",
            "the engine %s can't do speculative decoding by %s; it can do %s. Remove the value or change the engine."),
    MEMORY_TOO_SMALL(
            "MemoryTooSmall",
            "%s does not fit a GPU of %s: about %s GiB of weights%s exceed %s GiB. Raise tp or pp, lower the precision, or"
                    + " exclude it."),
    MEMORY_TIGHT(
            "MemoryTight",
            "%s holds %s contexts of %s tokens, whose KV cache takes about %s GiB a GPU beside %s GiB of weights, more than the"
                    + " %s GiB of %s. Requests would wait inside the engine; lower the concurrency, raise tp, or exclude it."),

    WORKER_MISSING(
            "WorkerMissing",
            "%s. State prefill and decode both, count included, or neither and the members of one server."),
    WORKER_HARDWARE("WorkerHardware", "the %s workers name no hardware, but the %s workers do. State both or neither."),
    WORKER_NODES(
            "WorkerNodes",
            "a %s worker of %s takes %d GPUs, which fills the nodes of %d GPUs unevenly. Use whole nodes, or a number that divides one."),
    COMPONENT_INCOMPLETE(
            "ComponentIncomplete",
            "%s \"%s\" can't be repeated from version \"%s\". State a name and a release, package version or source commit, not an image."),
    COMPONENT_TWICE(
            "ComponentTwice",
            "%s is stated for the whole entry and for this row, so one of them would be ignored. Keep it in one place."),
    TRANSFER_WITHOUT_WORKERS(
            "TransferWithoutWorkers",
            "kvTransfer=\"%s\", but no row has prefill and decode workers between which a cache could go. Remove it."),
    TRANSFER_MISSING(
            "TransferMissing",
            "the entry is disaggregated, but nothing says how KV cache gets from prefill to decode. State kvTransfer on @MasterEntry or on every row."),
    AGENTIC_LABEL(
            "AgenticLabel",
            "agentic rows need the hardware label \"cluster:<name>\", so that every point runs on one fleet, but it is \"%s\"."),
    KV_OFFLOADING("KvOffloadingContradiction", "%s."),
    DRAM_UTILIZATION(
            "DramUtilization",
            "dramUtilization=%s, but %s. Give the share of the host's memory for KV cache, above 0 and up to 1."),
    ROWS_MIXED(
            "RowsMixed",
            "an entry of the dialect %s has rows of one server or rows of workers, and this has both. Make two classes of it."),
    NOT_IN_DIALECT("NotInDialect", "the dialect %s has no %s. Remove it or change the dialect."),

    EXCLUDE_EMPTY(
            "ExcludeEmpty",
            "an exclusion without conditions would drop every point. Give a condition, such as \"tp=4\"."),
    AXIS_UNKNOWN("AxisUnknown", "the exclusion names axis \"%s\", which no row declares.%s"),
    CONDITION_NOT_NUMERIC(
            "ConditionNotNumeric",
            "\"%s\" compares numbers, but %s is none. Use = or != for values that are not numbers."),
    EXCLUDE_NOTHING(
            "ExcludeNothing",
            "the exclusion drops no point%s. It is misspelt or no longer needed: correct or remove it."),
    EXCLUDE_EVERYTHING(
            "ExcludeEverything", "the exclusions drop all %d points, so nothing is left to run. Narrow one of them."),
    POINT_TWICE(
            "PointTwice",
            "%s is declared twice: here and in %s%s. Remove one; a row's environment is no part of a point's name."),
    MAX_POINTS_TOO_SMALL("MaxPointsTooSmall", "maxPoints=%d allows no point at all. Raise it to at least 1."),
    POINTS_MANY(
            "PointsMany",
            "%s points are declared, more than maxPoints=%s; %s. Narrow an axis, or raise maxPoints if you mean it."),

    SLO_ORDER("SloOrder", "%s=%s is below %s=%s, but a higher percentile can't be lower. Swap or correct the bounds."),
    FORKS_NEGATIVE("ForksNegative", "%s=%d, but a point can't be repeated less than never. Raise it to 0 or more."),
    FORK_ZERO(
            Severity.WARNING,
            "ForkZero",
            "forks=0 measures inside the harness's own JVM, beside everything else that runs there. Use it to debug only."),
    ITERATIONS_TOO_FEW("IterationsTooFew", "%s=%d, but %s. Raise it."),
    WINDOW_EMPTY("WindowEmpty", "a %s window of %s measures nothing. Give at least %s."),
    WINDOW_SHORT(
            Severity.WARNING,
            "WindowShort",
            "%s has %s requests in a window, fewer than %d: its percentiles mean little%s. Raise the window's requests."),
    TIMEOUT_TOO_SHORT("TimeoutTooShort", "an iteration may take %s, but its window alone takes %s. Raise the timeout."),
    MIN_REQUESTS_NEGATIVE("MinRequestsNegative", "minRequests=%d can't be met or missed. Raise it to 0 or more.");

    private final Severity severity;
    private final String code;
    private final String format;

    Code(String code, String format) {
        this(Severity.ERROR, code, format);
    }

    Code(Severity severity, String code, String format) {
        this.severity = severity;
        this.code = code;
        this.format = format;
    }

    /** What a finding of this code means. */
    public Severity severity() {
        return severity;
    }

    /** What stands in brackets. */
    public String code() {
        return code;
    }

    /** The text after the brackets, for {@link String#format}. */
    public String format() {
        return format;
    }

    /** A finding of this code. */
    Finding at(String path, Object... arguments) {
        return new Finding(severity, path, "[" + code + "] " + String.format(Locale.ROOT, format, arguments));
    }
}
