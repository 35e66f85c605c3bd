package io.infermark.processor.report;

import io.infermark.validation.Code;
import io.infermark.validation.Finding;
import java.util.Locale;

/**
 * Every message that can be printed at compile time. Those about the declaration itself are the validator's, under the same names: their texts stand in {@link Code}, since
 * configurations get them too.
 */
public enum Message {
    CLASS_KIND(
            "ClassKind",
            "%s is of kind %s, but a benchmark is a class. Move the annotations to a class, or to an annotation"
                    + " type that benchmark classes carry."),
    CLASS_ABSTRACT(
            "ClassAbstract",
            "%s is abstract, so it can't be run. Leave @ServingBenchmark to the classes that extend it; they"
                    + " inherit all other annotations."),
    CLASS_GENERIC(
            "ClassGeneric", "%s has type parameters, which nobody could fill in. Declare the class without them."),
    CLASS_INNER(
            "ClassInner",
            "%s is an inner class, which needs an instance of its outer one. Make it static or a class of its own."),
    CLASS_PRIVATE(
            "ClassPrivate", "%s can't be reached from the generated class because %s is private. Remove \"private\"."),
    MODEL_MISSING(
            "ModelMissing",
            "%s has no @Model, so nothing is known of what is served. Add @Model(id = \"…\") to it, to one of its"
                    + " annotations or to its superclass."),
    HARDWARE_MISSING(
            "HardwareMissing",
            "%s has no @Hardware, so its matrix can't be checked. Add for example @Hardware(H100.class) from"
                    + " io.infermark.api.hardware."),
    SERVER_MISSING(
            "ServerMissing",
            "%s has no @Server, so nobody knows what to start. Add for example @Server(engine = Vllm.class) from"
                    + " io.infermark.api.engine."),
    ACCELERATOR_FACTS_MISSING(
            "AcceleratorFactsMissing",
            "the accelerator type %s carries no @AcceleratorFacts, so its GPUs, memory and precisions are unknown."
                    + " Annotate the type, or use one of io.infermark.api.hardware."),
    ENGINE_FACTS_MISSING(
            "EngineFactsMissing",
            "the engine type %s carries no @EngineFacts, so its flags and abilities are unknown. Annotate the type, or"
                    + " use one of io.infermark.api.engine."),
    TYPE_UNRESOLVED(
            "TypeUnresolved", "%s names nothing that exists, so the benchmark can't be read; is an import missing?%s"),
    ANNOTATION_AMBIGUOUS(
            "AnnotationAmbiguous",
            "@%s comes from both %s and %s, which are equally near, so neither wins. State it on the class."),
    ANNOTATION_STRAY(
            Problem.Severity.WARNING,
            "AnnotationStray",
            "@%s on %s does nothing, because the class is no benchmark. Add @ServingBenchmark, or make the class"
                    + " abstract if others inherit from it."),
    DURATION_MALFORMED("DurationMalformed", "%s"),
    CONDITION_MALFORMED("ConditionMalformed", "%s"),
    HEADER_MALFORMED("HeaderMalformed", "%s"),
    CONCURRENCY_RANGE("ConcurrencyRange", "%s"),
    CONCURRENCY_HALF(
            "ConcurrencyHalf",
            "a range of concurrencies needs both ends, but \"%s\" is missing. Write @Concurrency(from = 4, to = 64), or"
                    + " list the values: @Concurrency({4, 16})."),
    CONCURRENCY_BOTH(
            "ConcurrencyBoth",
            "@Concurrency states both a list and a range, so it is not clear which is meant. Keep one of them; a second"
                    + " @Sweep can hold the other."),
    ENV_MALFORMED(
            "EnvMalformed",
            "\"%s\" is no environment variable. Write NAME=value with a name of letters, digits and \"_\"."),
    ENV_TWICE("EnvTwice", "the variable %s is set twice here; only one value can reach the engine. Remove one."),
    BODY_MALFORMED("BodyMalformed", "\"%s\" is no body field. Write name=JSON value, such as \"temperature=0.7\"."),
    BODY_TWICE("BodyTwice", "the body field %s is set twice; only one value can be sent. Remove one."),
    AXIS_CARRIERS(
            "AxisCarriers",
            "axis \"%s\" has both the flag %s and the variable %s, so its values would reach the engine twice. Keep"
                    + " one."),
    WINDOW_BOTH(
            "WindowBoth",
            "the %s window is bounded by time and, by %s, by requests at the same level; it can't be both. Remove the"
                    + " time of JMH's annotation or this member."),
    WINDOW_REQUESTS_TWICE(
            "WindowRequestsTwice",
            "%s and %s both say how many requests a window has; the second would be ignored. Remove one."),
    JMH_MEANINGLESS("JmhMeaningless", "JMH's @%s has no meaning for a serving benchmark. %s."),
    JMH_MEMBER("JmhMember", "the member of JMH's @%s, \"%s\", has no meaning for a serving benchmark. %s."),
    JMH_ON_METHOD(
            "JmhOnMethod",
            "JMH's @%s stands on the method %s, where it says nothing here: points are measured, not methods. Move it to"
                    + " the class."),
    HOOK_LEVEL(
            "HookLevel",
            "%s would run around every request and distort what is measured. Use Level.Trial or Level.Iteration."),
    HOOK_PRIVATE("HookPrivate", "%s is private, so it can't be called. Make it package-private or public."),
    HOOK_INACCESSIBLE(
            "HookInaccessible",
            "%s belongs to the package %s and can't be called from this class's package. Make it public, or override it here with the"
                    + " annotation."),
    HOOK_STATIC("HookStatic", "%s is static, but hooks run on the trial's own instance. Remove \"static\"."),
    HOOK_RETURN("HookReturn", "%s returns %s, which nobody would look at. Make it void."),
    HOOK_PARAMETER(
            "HookParameter",
            "%s has a parameter that can't be given. A hook takes nothing, or one io.infermark.spi.Endpoint."),
    HOOK_THROWS("HookThrows", "%s throws %s; a hook may throw exceptions only. Declare Exception or a subclass."),
    HOOK_CONSTRUCTOR(
            "HookConstructor",
            "%s has hooks, so it needs a constructor without parameters that is not private and declares no checked"
                    + " exception. Add one."),
    NAME_TAKEN("NameTaken", "%s can't be generated for %s because that name is taken: %s. Rename the other type."),
    WRITE_FAILED("WriteFailed", "the matrix of %s can't be written: %s. Check the output folder and its disk."),
    UNEXPECTED("Unexpected", "the processor failed on %s. Please report this with the class:%n%s"),

    MODEL_ID_EMPTY(Code.MODEL_ID_EMPTY),
    PREFIX_MALFORMED(Code.PREFIX_MALFORMED),
    MODEL_FACT_NEGATIVE(Code.MODEL_FACT_NEGATIVE),
    MODEL_LEN_TOO_SMALL(Code.MODEL_LEN_TOO_SMALL),
    PRECISION_UNSUPPORTED(Code.PRECISION_UNSUPPORTED),
    ACCELERATOR_FACTS_INVALID(Code.ACCELERATOR_FACTS_INVALID),
    ENGINE_FACTS_INVALID(Code.ENGINE_FACTS_INVALID),
    NODES_TOO_FEW(Code.NODES_TOO_FEW),
    ENGINE_VENDOR(Code.ENGINE_VENDOR),
    HIT_RATE(Code.HIT_RATE),
    LAUNCH_WITHOUT_IMAGE(Code.LAUNCH_WITHOUT_IMAGE),
    LAUNCH_WITHOUT_URL(Code.LAUNCH_WITHOUT_URL),
    LAUNCH_WITHOUT_COMMAND(Code.LAUNCH_WITHOUT_COMMAND),
    LAUNCH_CONTRADICTS_URL(Code.LAUNCH_CONTRADICTS_URL),
    EXTERNAL_STARTS(Code.EXTERNAL_STARTS),
    FLAG_UNKNOWN(Code.FLAG_UNKNOWN),
    FLAG_MANAGED(Code.FLAG_MANAGED),
    FLAG_MALFORMED(Code.FLAG_MALFORMED),
    FLAG_TWICE(Code.FLAG_TWICE),
    URL_MALFORMED(Code.URL_MALFORMED),
    URL_SECRET(Code.URL_SECRET),
    URL_TWICE(Code.URL_TWICE),
    BASE_PATH_MALFORMED(Code.BASE_PATH_MALFORMED),
    SECRET_INLINE(Code.SECRET_INLINE),
    HEADER_INVALID(Code.HEADER_INVALID),
    HEADER_SECRET(Code.HEADER_SECRET),
    HEADER_MANAGED(Code.HEADER_MANAGED),
    BODY_NOT_JSON(Code.BODY_NOT_JSON),
    BODY_MANAGED(Code.BODY_MANAGED),
    CERTIFICATE_MALFORMED(Code.CERTIFICATE_MALFORMED),
    WORKLOAD_MISSING(Code.WORKLOAD_MISSING),
    WORKLOAD_NAME_MALFORMED(Code.WORKLOAD_NAME_MALFORMED),
    WORKLOAD_TWICE(Code.WORKLOAD_TWICE),
    WORKLOAD_UNUSED(Code.WORKLOAD_UNUSED),
    LENGTH_TOO_SMALL(Code.LENGTH_TOO_SMALL),
    RANGE_RATIO(Code.RANGE_RATIO),
    SWEEP_MISSING(Code.SWEEP_MISSING),
    AXIS_EMPTY(Code.AXIS_EMPTY),
    AXIS_VALUE_TWICE(Code.AXIS_VALUE_TWICE),
    AXIS_NAME_MALFORMED(Code.AXIS_NAME_MALFORMED),
    AXIS_NAME_RESERVED(Code.AXIS_NAME_RESERVED),
    AXIS_NAME_TWICE(Code.AXIS_NAME_TWICE),
    AXIS_VALUE_MALFORMED(Code.AXIS_VALUE_MALFORMED),
    AXIS_VARIABLE_MALFORMED(Code.AXIS_VARIABLE_MALFORMED),
    VALUE_TOO_SMALL(Code.VALUE_TOO_SMALL),
    LOAD_MISSING(Code.LOAD_MISSING),
    RATE_NOT_POSITIVE(Code.RATE_NOT_POSITIVE),
    BURSTINESS_NOT_POSITIVE(Code.BURSTINESS_NOT_POSITIVE),
    BURSTINESS_UNUSED(Code.BURSTINESS_UNUSED),
    SHAPE_MISSING(Code.SHAPE_MISSING),
    SHAPE_UNUSED(Code.SHAPE_UNUSED),
    SHAPE_MALFORMED(Code.SHAPE_MALFORMED),
    WORKLOAD_UNKNOWN(Code.WORKLOAD_UNKNOWN),
    ROW_ADDS_NOTHING(Code.ROW_ADDS_NOTHING),
    HARDWARE_TOO_SMALL(Code.HARDWARE_TOO_SMALL),
    TP_NODES(Code.TP_NODES),
    DCP_NOT_DIVIDING(Code.DCP_NOT_DIVIDING),
    EP_TOO_LARGE(Code.EP_TOO_LARGE),
    EP_NOT_DIVIDING(Code.EP_NOT_DIVIDING),
    EP_WIDER(Code.EP_WIDER),
    EP_UNSUPPORTED(Code.EP_UNSUPPORTED),
    PP_UNSUPPORTED(Code.PP_UNSUPPORTED),
    DP_ATTENTION_UNSUPPORTED(Code.DP_ATTENTION_UNSUPPORTED),
    SPEC_DECODING_UNSUPPORTED(Code.SPEC_DECODING_UNSUPPORTED),
    MEMORY_TOO_SMALL(Code.MEMORY_TOO_SMALL),
    MEMORY_TIGHT(Code.MEMORY_TIGHT),
    WORKER_MISSING(Code.WORKER_MISSING),
    WORKER_HARDWARE(Code.WORKER_HARDWARE),
    WORKER_NODES(Code.WORKER_NODES),
    COMPONENT_INCOMPLETE(Code.COMPONENT_INCOMPLETE),
    COMPONENT_TWICE(Code.COMPONENT_TWICE),
    TRANSFER_WITHOUT_WORKERS(Code.TRANSFER_WITHOUT_WORKERS),
    TRANSFER_MISSING(Code.TRANSFER_MISSING),
    AGENTIC_LABEL(Code.AGENTIC_LABEL),
    KV_OFFLOADING(Code.KV_OFFLOADING),
    DRAM_UTILIZATION(Code.DRAM_UTILIZATION),
    ROWS_MIXED(Code.ROWS_MIXED),
    NOT_IN_DIALECT(Code.NOT_IN_DIALECT),
    EXCLUDE_EMPTY(Code.EXCLUDE_EMPTY),
    AXIS_UNKNOWN(Code.AXIS_UNKNOWN),
    CONDITION_NOT_NUMERIC(Code.CONDITION_NOT_NUMERIC),
    EXCLUDE_NOTHING(Code.EXCLUDE_NOTHING),
    EXCLUDE_EVERYTHING(Code.EXCLUDE_EVERYTHING),
    POINT_TWICE(Code.POINT_TWICE),
    MAX_POINTS_TOO_SMALL(Code.MAX_POINTS_TOO_SMALL),
    POINTS_MANY(Code.POINTS_MANY),
    SLO_ORDER(Code.SLO_ORDER),
    FORKS_NEGATIVE(Code.FORKS_NEGATIVE),
    FORK_ZERO(Code.FORK_ZERO),
    ITERATIONS_TOO_FEW(Code.ITERATIONS_TOO_FEW),
    WINDOW_EMPTY(Code.WINDOW_EMPTY),
    WINDOW_SHORT(Code.WINDOW_SHORT),
    TIMEOUT_TOO_SHORT(Code.TIMEOUT_TOO_SHORT),
    MIN_REQUESTS_NEGATIVE(Code.MIN_REQUESTS_NEGATIVE);

    private final Problem.Severity severity;
    private final String code;
    private final String format;

    Message(String code, String format) {
        this(Problem.Severity.ERROR, code, format);
    }

    Message(Problem.Severity severity, String code, String format) {
        this.severity = severity;
        this.code = code;
        this.format = format;
    }

    Message(Code validators) {
        this(severityOf(validators.severity()), validators.code(), validators.format());
    }

    /** The kind of the validator's finding. */
    public static Problem.Severity severityOf(Finding.Severity severity) {
        return severity == Finding.Severity.ERROR ? Problem.Severity.ERROR : Problem.Severity.WARNING;
    }

    /** What stands in brackets; stable, so that it can be searched for. */
    public String code() {
        return code;
    }

    Problem.Severity severity() {
        return severity;
    }

    /** The message. A text of the planning model already has its code. */
    String text(Object... arguments) {
        String prefix = "[" + code + "] ";
        String text = String.format(Locale.ROOT, format, arguments);
        return text.startsWith(prefix) ? text : prefix + text;
    }
}
