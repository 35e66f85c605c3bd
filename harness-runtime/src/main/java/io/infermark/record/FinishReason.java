package io.infermark.record;

import org.jspecify.annotations.Nullable;

/** What finish reasons mean: OpenAI's words, llama.cpp's {@code limit}, and the words that vLLM and SGLang use when they gave the request up. */
public final class FinishReason {
    public static final String LENGTH = "length";
    public static final String LIMIT = "limit";
    public static final String ABORT = "abort";
    public static final String ERROR = "error";

    private FinishReason() {}

    /** Whether an output ended by itself, by whatever word: with a token that ends a sequence, a stop string or a tool call. */
    public static boolean stopped(@Nullable String reason) {
        return reason != null
                && !reason.equals(LENGTH)
                && !reason.equals(LIMIT)
                && !reason.equals(ABORT)
                && !reason.equals(ERROR);
    }
}
