package io.infermark.sim;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every option of the simulator: its name on the command line, its default and its meaning.
 *
 * <p>Durations are written {@code 200ms}, {@code 2s}, {@code 50us}, {@code 10ns}, {@code 1m}; shares are numbers from 0
 * to 1; a token plan is {@code 4}, a cycled list {@code 1,4,4}, {@code uniform:1-8}, or {@code weighted:1=0.7,4=0.3}. Options that are
 * {@linkplain #perRequest() per request} may also come in the request header {@code X-Sim-Options}
 * ({@code name=value; name=value}).
 */
public enum SimOption {
    HOST("host", "127.0.0.1", "address to listen on"),
    PORT("port", "0", "TCP port, 0 takes a free one"),
    MODEL("model", "sim-model", "served model name"),
    LORA("lora", "", "names of LoRA adapters served as further models: sql,chat"),
    DIALECT("dialect", "vllm", "vllm, sglang, trtllm or llamacpp: stream shapes, errors, metric names"),
    SEED("seed", "1", "seed of texts, packing, acceptance and fault draws"),
    API_KEY("api-key", "", "required bearer token: env:NAME, file:PATH or, for tests, the value itself; empty: none"),
    MAX_MODEL_LEN("max-model-len", "32768", "longest prompt plus output in tokens"),
    VOCABULARY("vocabulary", "32000", "number of token ids"),
    DEFAULT_MAX_TOKENS("default-max-tokens", "16", "output tokens when a request does not say"),
    EMBEDDING_SIZE("embedding-size", "1024", "length of the vectors of /v1/embeddings"),
    HTTP("http", "both", "HTTP versions spoken: both (HTTP/2 with prior knowledge, by ALPN with tls), http1 or http2"),
    TLS("tls", "false", "TLS with a self-signed certificate for localhost, 127.0.0.1 and host, made at start"),
    TLS_CERTIFICATE("tls-certificate", "", "file to which that certificate is written as PEM at start"),
    MAX_STREAMS("max-streams", "0", "HTTP/2: streams that a connection may have at once, 0: no limit"),
    STARTUP_DELAY("startup-delay", "0ms", "time during which /health and all else answer 503"),
    STARTUP_FAILURE("startup-failure", "", "message: the process logs it after startup-delay and exits 1"),
    REQUESTS_PER_CONNECTION("requests-per-connection", "0", "close a connection after so many requests, 0: never"),
    IDLE_TIMEOUT("idle-timeout", "0ms", "close a connection that was idle so long, 0: never"),
    SEND_LOG("send-log", "", "file to which the send log is written at stop"),
    LOG_EVENTS("log-events", "8000000", "events the send log keeps at most; more are counted as dropped"),
    PROFILE("profile", "", "file of name=value lines, for example a measured engine's constants; other options win"),
    WARM_UP("warm-up", "0ms", "serve loopback streams so long before listening, so that the send path is compiled"),
    BUSY_LOOP("busy-loop", "false", "never sleep while a token is pending: a core for a smaller lateness"),

    TIMING("timing", "engine", Scope.REQUEST, "engine (continuous batching) or fixed (arrival + ttft + i * itl)"),
    TTFT("ttft", "20ms", Scope.REQUEST, "fixed timing: arrival to the first token"),
    ITL("itl", "5ms", Scope.REQUEST, "fixed timing: from token to token"),
    TTFT_CV(
            "ttft-cv",
            "0",
            Scope.REQUEST,
            "fixed timing: standard deviation of ttft over its mean, lognormal, up to 4"),
    ITL_CV("itl-cv", "0", Scope.REQUEST, "fixed timing: the same of each gap between tokens"),
    TTFT_PER_TOKEN("ttft-per-token", "0ms", Scope.REQUEST, "fixed timing: added to ttft for each prompt token"),
    TTFT_PER_KILOTOKEN_SQUARED(
            "ttft-per-kilotoken-squared",
            "0ms",
            Scope.REQUEST,
            "fixed timing: added to ttft for the square of the prompt in thousands of tokens"),
    ITL_PER_TOKEN("itl-per-token", "0ms", Scope.REQUEST, "fixed timing: added to a gap for each token already made"),
    TTFT_PER_RUNNING(
            "ttft-per-running", "0ms", Scope.REQUEST, "fixed timing: added to ttft for each choice running at arrival"),
    ITL_PER_RUNNING(
            "itl-per-running", "0ms", Scope.REQUEST, "fixed timing: added to itl for each choice running at arrival"),
    RUNNING_THRESHOLD(
            "running-threshold",
            "0",
            Scope.REQUEST,
            "fixed timing: so many running choices add nothing to ttft and itl"),

    TP("tp", "1", "tensor parallel size: faster steps, more KV blocks, more fake GPUs"),
    TP_EFFICIENCY("tp-efficiency", "0.8", "speed gained when tp doubles is 2 * this"),
    STEP_TIME("step-time", "2ms", "engine: fixed cost of a step"),
    PREFILL_TOKEN_TIME("prefill-token-time", "5us", "engine: cost of a prefilled token"),
    DECODE_SEQUENCE_TIME("decode-sequence-time", "15us", "engine: cost of a decoding sequence in a step"),
    KV_TOKEN_TIME("kv-token-time", "2ns", "engine: cost of a KV token read by a decoding sequence"),
    MAX_NUM_SEQS("max-num-seqs", "256", "engine: sequences that run at once"),
    MAX_BATCHED_TOKENS("max-batched-tokens", "2048", "engine: tokens of a step; longer prefills are chunked"),
    KV_BLOCKS("kv-blocks", "16384", "engine: KV blocks for each tp rank"),
    BLOCK_SIZE("block-size", "16", "engine: tokens of a KV block"),
    PREFIX_CACHE("prefix-cache", "false", "engine: reuse full KV blocks of equal prompt prefixes"),
    SPECULATIVE_TOKENS("speculative-tokens", "0", "engine: draft tokens a step"),
    ACCEPTANCE("acceptance", "0.7", "engine: chance that a draft token is accepted after the one before it"),
    DISAGGREGATED("disaggregated", "false", "engine: prefill on an instance of its own"),
    KV_TRANSFER_TIME("kv-transfer-time", "1ms", "engine: time from a disaggregated prefill to its first decode"),
    GPU_IDLE_WATTS("gpu-idle-watts", "90", "fake power of an idle GPU"),
    GPU_BUSY_WATTS("gpu-busy-watts", "700", "fake power of a GPU at full batch"),

    PACK("pack", "1", Scope.REQUEST, "tokens an event, a token plan"),
    EOS_AFTER("eos-after", "0", Scope.REQUEST, "natural output length, a token plan; 0: only max_tokens ends"),
    EOS_AFTER_CV(
            "eos-after-cv",
            "0",
            Scope.REQUEST,
            "standard deviation of the natural length over eos-after, lognormal, up to 4"),
    OUTPUT("output", "random", Scope.REQUEST, "random (words) or echo (the prompt, or a chat's last message)"),
    HONOUR_STOP("honour-stop", "true", Scope.REQUEST, "end at a stop string of the request"),
    ROLE("role", "first", Scope.REQUEST, "chat role event: first (with the first token), early (at arrival), none"),
    USAGE("usage", "auto", Scope.REQUEST, "auto (dialect and request), never, always, finish (in the finish event)"),
    USAGE_DELAY("usage-delay", "0ms", Scope.REQUEST, "time from the last token to the usage event"),
    DONE("done", "true", Scope.REQUEST, "send data: [DONE]"),
    DONE_DELAY("done-delay", "0ms", Scope.REQUEST, "time from the usage (or last token) event to [DONE]"),
    NULL_FIRST("null-first", "false", Scope.REQUEST, "begin with data: null"),
    PROGRESS("progress", "0", Scope.REQUEST, "number of progress events before the first token"),
    EMPTY_TOKENS("empty-tokens", "0", Scope.REQUEST, "share of tokens whose text is empty"),
    UTF8("utf8", "0", Scope.REQUEST, "share of groups of four tokens that are the four bytes of one character"),
    COMMENT_EVERY("comment-every", "0", Scope.REQUEST, "a comment line before every n-th event, 0: none"),
    PING_EVERY("ping-every", "0", Scope.REQUEST, "an event of type ping before every n-th event, 0: none"),
    LINE_END("line-end", "lf", Scope.REQUEST, "lf, crlf or cr"),
    DATA_SPACE("data-space", "true", Scope.REQUEST, "a space after data:"),
    REASONING("reasoning", "0", Scope.REQUEST, "chat: so many first tokens are reasoning_content"),
    REASONING_RATE("reasoning-rate", "1", Scope.REQUEST, "share of chat requests that reason, where reasoning is set"),
    TOOLS("tools", "false", Scope.REQUEST, "chat: the content is the arguments of one tool call"),
    TOOLS_RATE("tools-rate", "1", Scope.REQUEST, "share of chat requests answered with a tool call, with tools"),
    COALESCE("coalesce", "1", Scope.REQUEST, "events held back and written together"),
    CUT("cut", "", Scope.REQUEST, "sizes in bytes of the writes, cycled: 7,3,1; empty: an event a write"),
    CUT_GAP("cut-gap", "0ms", Scope.REQUEST, "time between two cut writes"),
    FAULT(
            "fault",
            "none",
            Scope.REQUEST,
            "none, status:503, error@5, stall@5:2s, rst@5, fin@5, half-close@5, goaway@5, html, json, empty, hang"),
    FAULT_RATE("fault-rate", "1", Scope.REQUEST, "share of requests that get the fault"),
    RETRY_AFTER("retry-after", "1s", Scope.REQUEST, "Retry-After of a 429 or 503 refusal");

    private enum Scope {
        SERVER,
        REQUEST
    }

    private final String optionName;
    private final String defaultText;
    private final Scope scope;
    private final String help;

    SimOption(String optionName, String defaultText, String help) {
        this(optionName, defaultText, Scope.SERVER, help);
    }

    SimOption(String optionName, String defaultText, Scope scope, String help) {
        this.optionName = optionName;
        this.defaultText = defaultText;
        this.scope = scope;
        this.help = help;
    }

    /** Kebab-case name, as on the command line without dashes. */
    public String optionName() {
        return optionName;
    }

    /** The default in its canonical spelling. */
    public String defaultText() {
        return defaultText;
    }

    /** One line of help. */
    public String help() {
        return help;
    }

    /** Whether a single request may override it with {@code X-Sim-Options}. */
    public boolean perRequest() {
        return scope == Scope.REQUEST;
    }

    /** The option of this name, or null. */
    public static @Nullable SimOption named(String name) {
        for (SimOption option : values()) {
            if (option.optionName.equals(name)) {
                return option;
            }
        }
        return null;
    }

    /** The option of this name; an unknown one is {@code [SimOptionUnknown]} with the nearest name. */
    static SimOption require(String name) {
        SimOption option = named(name);
        if (option != null) {
            return option;
        }
        SimOption nearest = HOST;
        int best = Integer.MAX_VALUE;
        for (SimOption candidate : values()) {
            int distance = editDistance(name.toLowerCase(Locale.ROOT), candidate.optionName);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        throw new SimException(
                "SimOptionUnknown",
                "the simulator has no option \"" + name + "\". Did you mean \"" + nearest.optionName + "\"?");
    }

    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
