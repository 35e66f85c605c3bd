package io.infermark.sim;

import org.jspecify.annotations.Nullable;

/**
 * The JSON of a dialect's events, without {@code data:} and line ends. Stateless; one instance a server. Members come
 * in the order in which the engine writes them.
 */
abstract class StreamFormat {
    static final String FINGERPRINT = "infermark-sim-simulated";

    private final ByteSink raw = new ByteSink(64);

    static StreamFormat of(SimDialect dialect) {
        return switch (dialect) {
            case VLLM -> new VllmFormat();
            case LLAMACPP -> new LlamaCppFormat();
            case SGLANG -> new SglangFormat();
            case TRTLLM -> new TrtllmFormat();
        };
    }

    /** Whether tokens without text wait for the next event that has some. */
    boolean holdsEmptyText() {
        return false;
    }

    /** Whether the finish reason comes in an event of its own after the last token. */
    boolean separateFinish(boolean chat) {
        return false;
    }

    /** Whether the finish event carries usage without being asked. */
    boolean usageInFinish(boolean chat) {
        return false;
    }

    /** Whether {@code continuous_usage_stats} is known. */
    boolean continuousUsage() {
        return true;
    }

    /** Whether {@code min_tokens} is known. */
    boolean minTokens() {
        return true;
    }

    /** The constant beginning of each event of an exchange. */
    abstract byte[] head(Exchange exchange);

    abstract void role(Chunk chunk, ByteSink out);

    abstract void token(Chunk chunk, ByteSink out);

    /** The event of {@link #separateFinish}. */
    void finish(Chunk chunk, ByteSink out) {
        token(chunk, out);
    }

    /** The event without choices that carries usage. */
    abstract void usage(Exchange exchange, ByteSink out);

    /** A progress event: so many of the prompt's tokens are done. */
    void progress(Chunk chunk, int processed, ByteSink out) {
        token(chunk, out);
        out.unput();
        out.ascii(",\"prompt_progress\":{\"total\":").number(chunk.generation().promptTokens);
        out.ascii(",\"cache\":0,\"processed\":").number(processed).ascii(",\"time_ms\":0}}");
    }

    /** The answer to a request that did not ask for a stream. */
    abstract void body(Exchange exchange, ByteSink out);

    /** {@code {"prompt_tokens":…}} in vLLM's order. */
    static void putUsage(int prompt, int completion, ByteSink out) {
        out.ascii("{\"prompt_tokens\":").number(prompt);
        out.ascii(",\"total_tokens\":").number((long) prompt + completion);
        out.ascii(",\"completion_tokens\":").number(completion).ascii("}");
    }

    static void putReason(@Nullable String reason, ByteSink out) {
        if (reason == null) {
            out.ascii("null");
        } else {
            out.put('"').ascii(reason).put('"');
        }
    }

    /** The content of a chat delta: reasoning, then text or a tool call's arguments; both in the event in which reasoning ends. */
    static void putDelta(Chunk chunk, ByteSink out) {
        out.put('{');
        if (chunk.reasoningTokens > 0) {
            out.ascii("\"reasoning_content\":\"").put(chunk.reasoning).put('"');
        }
        if (chunk.reasoningTokens == 0 || chunk.reasoningTokens < chunk.tokens) {
            if (chunk.reasoningTokens > 0) {
                out.put(',');
            }
            if (chunk.tokens > 0 && chunk.generation().exchange.tools) {
                putToolCall(chunk, out);
            } else {
                out.ascii("\"content\":\"").put(chunk.text).put('"');
            }
        }
        out.put('}');
    }

    /** Id and name come once, with the first arguments that are sent. */
    private static void putToolCall(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        out.ascii("\"tool_calls\":[{\"index\":0,");
        if (generation.toolNamed) {
            out.ascii("\"function\":{\"arguments\":\"");
        } else {
            generation.toolNamed = true;
            out.ascii("\"id\":\"call-").ascii(generation.exchange.id).ascii("\",\"type\":\"function\",");
            out.ascii("\"function\":{\"name\":\"sim_tool\",\"arguments\":\"");
        }
        out.put(chunk.text).ascii("\"}}]");
    }

    /** Token ids of the chunk, or null when they were not asked for. */
    final void putTokenIds(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        if (!generation.exchange.request.returnTokenIds()) {
            out.ascii("null");
            return;
        }
        out.put('[');
        for (int i = 0; i < chunk.tokens; i++) {
            if (i > 0) {
                out.put(',');
            }
            out.number(generation.plan.token(chunk.firstToken + i, generation.exchange.tokenizer()));
        }
        out.put(']');
    }

    /** Log probabilities in OpenAI's legacy form (completions) or its chat form; null when not asked for. */
    final void putLogprobs(Chunk chunk, boolean chatForm, ByteSink out) {
        Generation generation = chunk.generation();
        if (generation.exchange.request.logprobs() < 0) {
            out.ascii("null");
        } else if (chatForm) {
            out.ascii("{\"content\":[");
            for (int i = 0; i < chunk.tokens; i++) {
                out.ascii(i > 0 ? ",{\"token\":" : "{\"token\":");
                putToken(generation, chunk.firstToken + i, out);
                out.ascii(",\"logprob\":").ascii(logprob(generation, chunk.firstToken + i));
                out.ascii(",\"bytes\":null,\"top_logprobs\":[]}");
            }
            out.ascii("]}");
        } else {
            out.ascii("{\"text_offset\":[");
            int offset = generation.textBytes;
            for (int i = 0; i < chunk.tokens; i++) {
                offset -= rawBytes(generation, chunk.firstToken + i);
            }
            for (int i = 0; i < chunk.tokens; i++) {
                out.ascii(i > 0 ? "," : "").number(Math.max(0, offset));
                offset += rawBytes(generation, chunk.firstToken + i);
            }
            out.ascii("],\"token_logprobs\":[");
            for (int i = 0; i < chunk.tokens; i++) {
                out.ascii(i > 0 ? "," : "").ascii(logprob(generation, chunk.firstToken + i));
            }
            out.ascii("],\"tokens\":[");
            for (int i = 0; i < chunk.tokens; i++) {
                out.ascii(i > 0 ? "," : "");
                putToken(generation, chunk.firstToken + i, out);
            }
            out.ascii("],\"top_logprobs\":null}");
        }
    }

    private static String logprob(Generation generation, int token) {
        return Double.toString(-Math.round(Mixer.unit(~generation.plan.seed(), token) * 3000) / 1000.0 - 0.001);
    }

    private int rawBytes(Generation generation, int token) {
        SimTokenizer tokenizer = generation.exchange.tokenizer();
        raw.clear();
        tokenizer.append(generation.plan.token(token, tokenizer), raw);
        return raw.size();
    }

    private void putToken(Generation generation, int token, ByteSink out) {
        SimTokenizer tokenizer = generation.exchange.tokenizer();
        raw.clear();
        tokenizer.append(generation.plan.token(token, tokenizer), raw);
        out.jsonString(raw.toString());
    }

    /** All text of a choice, as JSON string content; reasoning tokens apart. */
    final void putWholeText(Generation generation, int from, int to, ByteSink out) {
        SimTokenizer tokenizer = generation.exchange.tokenizer();
        for (int i = from; i < to; i++) {
            generation.appendText(generation.plan.token(i, tokenizer), tokenizer, raw, out);
        }
    }

    /** The message object of a chat answer. */
    final void putMessage(Generation generation, ByteSink out) {
        Exchange exchange = generation.exchange;
        int reasoning = Math.min(exchange.reasoning, generation.sent);
        out.ascii("{\"role\":\"assistant\"");
        if (reasoning > 0) {
            out.ascii(",\"reasoning_content\":\"");
            putWholeText(generation, 0, reasoning, out);
            out.put('"');
        }
        if (exchange.tools) {
            out.ascii(",\"content\":null,\"tool_calls\":[{\"id\":\"call-").ascii(exchange.id);
            out.ascii("\",\"type\":\"function\",\"function\":{\"name\":\"sim_tool\",\"arguments\":\"");
            putWholeText(generation, reasoning, generation.sent, out);
            out.ascii("\"}}]}");
        } else {
            out.ascii(",\"content\":\"");
            putWholeText(generation, reasoning, generation.sent, out);
            out.ascii("\"}");
        }
    }

    static void putIds(int[] ids, ByteSink out) {
        out.put('[');
        for (int i = 0; i < ids.length; i++) {
            if (i > 0) {
                out.put(',');
            }
            out.number(ids[i]);
        }
        out.put(']');
    }
}
