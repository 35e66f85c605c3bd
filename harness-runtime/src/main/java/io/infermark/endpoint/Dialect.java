package io.infermark.endpoint;

import io.infermark.model.Suggestion;
import java.util.Arrays;
import java.util.List;

/**
 * Server families of the OpenAI API, with what each takes beyond it.
 *
 * <p>vLLM (0.24.0, 0.32.0), llama.cpp (b11434) and transformers (5.23.0) are as seen from running servers in November 2026. SGLang, TensorRT-LLM, TGI and Dynamo are
 * <em>documented</em>: from the request classes of their main branches at that time, never seen running; a tiny real request confirms or corrects them at each run.
 */
public enum Dialect {
    /** Takes everything; ignores unknown fields. */
    VLLM("vllm"),
    /** Documented: {@code CompletionRequest} has the same extensions; {@code return_token_ids} is recent. */
    SGLANG("sglang"),
    /** Documented: refuses unknown fields; no public tokenize endpoint. */
    TRTLLM("trtllm"),
    /** Sends usage unasked; ignores {@code min_tokens} and unknown fields. */
    LLAMA_CPP("llama.cpp"),
    /** Documented: text prompts only, output length cannot be forced through this API. */
    TGI("tgi"),
    /** Refuses unknown fields with 422 and token ids with 400; accepts and ignores {@code stream_options}; ends without {@code [DONE]}. */
    TRANSFORMERS("transformers"),
    /** Documented: the front end passes {@code ignore_eos} and {@code min_tokens} on. */
    DYNAMO("dynamo"),
    /** The embedded engine in a dialect of its own. */
    SIM("sim"),
    /** Anything else: standard fields only. */
    OPENAI("openai");

    private final String label;

    Dialect(String label) {
        this.label = label;
    }

    /** The name in options and results. */
    public String label() {
        return label;
    }

    /** What it takes, before a request has confirmed it. */
    Capabilities documented() {
        return switch (this) {
            case VLLM, SGLANG, SIM -> new Capabilities(true, true, true, true, true, true, false, TokenizeShape.VLLM);
            case TRTLLM -> new Capabilities(true, true, true, false, true, true, false, TokenizeShape.NONE);
            case LLAMA_CPP -> new Capabilities(true, true, false, false, true, false, true, TokenizeShape.LLAMA_CPP);
            case TGI -> new Capabilities(false, true, false, false, false, false, false, TokenizeShape.TGI);
            case TRANSFORMERS -> new Capabilities(false, true, false, false, false, false, false, TokenizeShape.NONE);
            case DYNAMO -> new Capabilities(true, true, false, false, true, true, false, TokenizeShape.NONE);
            case OPENAI -> Capabilities.STANDARD;
        };
    }

    /**
     * The dialect of that name.
     *
     * @throws EndpointException {@code [DialectUnknown]}
     */
    public static Dialect parse(String label) {
        List<String> labels = Arrays.stream(values()).map(Dialect::label).toList();
        return Arrays.stream(values())
                .filter(dialect -> dialect.label.equals(label))
                .findFirst()
                .orElseThrow(() -> EndpointException.configuration(
                        "DialectUnknown",
                        "there is no dialect \"" + label + "\"."
                                + Suggestion.nearest(label, labels)
                                        .map(near -> " Did you mean \"" + near + "\"?")
                                        .orElse("")
                                + " Known: " + String.join(", ", labels) + "."));
    }
}
