package io.infermark.sim;

import java.util.Locale;

/**
 * llama.cpp's server b11434, after recordings: choices first, incomplete characters and special tokens held back, an
 * empty event with the finish reason; on completions it always carries usage and timings, on chat usage comes apart.
 */
final class LlamaCppFormat extends StreamFormat {
    @Override
    boolean holdsEmptyText() {
        return true;
    }

    @Override
    boolean separateFinish(boolean chat) {
        return true;
    }

    @Override
    boolean usageInFinish(boolean chat) {
        return !chat;
    }

    @Override
    boolean continuousUsage() {
        return false;
    }

    @Override
    boolean minTokens() {
        return false;
    }

    /** Here the constant end of each event: what follows the choices. */
    @Override
    byte[] head(Exchange exchange) {
        ByteSink out = new ByteSink(256);
        boolean chat = exchange.request.chat();
        out.ascii(",\"created\":").number(exchange.created);
        if (chat) {
            out.ascii(",\"id\":").jsonString(exchange.id);
        }
        out.ascii(",\"model\":").jsonString(exchange.model);
        out.ascii(",\"system_fingerprint\":\"" + FINGERPRINT + "\",\"object\":\"");
        out.ascii(chat ? "chat.completion.chunk" : "text_completion").put('"');
        return out.toBytes();
    }

    private static void putTail(Exchange exchange, ByteSink out) {
        out.put(exchange.head());
        if (!exchange.request.chat()) {
            out.ascii(",\"id\":").jsonString(exchange.id);
        }
    }

    @Override
    void role(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        out.ascii("{\"choices\":[{\"finish_reason\":null,\"index\":").number(generation.index);
        out.ascii(",\"delta\":{\"role\":\"assistant\",\"content\":null}}]");
        putTail(generation.exchange, out);
        out.put('}');
    }

    @Override
    void token(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        Exchange exchange = generation.exchange;
        if (exchange.request.chat()) {
            out.ascii("{\"choices\":[{\"finish_reason\":null,\"index\":").number(generation.index);
            out.ascii(",\"delta\":");
            putDelta(chunk, out);
        } else {
            out.ascii("{\"choices\":[{\"text\":\"").put(chunk.text);
            out.ascii("\",\"index\":").number(generation.index).ascii(",\"logprobs\":");
            putLogprobs(chunk, true, out);
            out.ascii(",\"finish_reason\":null");
        }
        out.ascii("}]");
        putTail(exchange, out);
        if (exchange.request.timings()) {
            putTimings(generation, out);
        }
        out.put('}');
    }

    @Override
    void finish(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        Exchange exchange = generation.exchange;
        if (exchange.request.chat()) {
            out.ascii("{\"choices\":[{\"finish_reason\":");
            putReason(chunk.finishReason, out);
            out.ascii(",\"index\":").number(generation.index).ascii(",\"delta\":{}}]");
        } else {
            out.ascii("{\"choices\":[{\"text\":\"\",\"index\":").number(generation.index);
            out.ascii(",\"logprobs\":null,\"finish_reason\":");
            putReason(chunk.finishReason, out);
            out.ascii("}]");
        }
        out.put(exchange.head());
        if (chunk.withUsage) {
            out.ascii(",\"usage\":");
            putLlamaUsage(generation.sent, generation.promptTokens, exchange.cachedOf(generation), out);
        }
        if (!exchange.request.chat()) {
            out.ascii(",\"id\":").jsonString(exchange.id);
        }
        if (!exchange.request.chat() || !exchange.request.includeUsage()) {
            putTimings(generation, out);
        }
        out.put('}');
    }

    @Override
    void usage(Exchange exchange, ByteSink out) {
        out.ascii("{\"choices\":[]").put(exchange.head());
        if (!exchange.request.chat()) {
            out.ascii(",\"id\":").jsonString(exchange.id);
        }
        out.ascii(",\"usage\":");
        putLlamaUsage(exchange.sentTokens(), exchange.promptTokens(), exchange.cachedTokens(), out);
        putTimings(exchange.generations().get(0), out);
        out.put('}');
    }

    @Override
    void body(Exchange exchange, ByteSink out) {
        boolean chat = exchange.request.chat();
        out.ascii("{\"choices\":[");
        for (int i = 0; i < exchange.generations().size(); i++) {
            Generation generation = exchange.generations().get(i);
            out.ascii(i > 0 ? "," : "");
            if (chat) {
                out.ascii("{\"finish_reason\":");
                putReason(exchange.finishReason(generation), out);
                out.ascii(",\"index\":").number(generation.index).ascii(",\"message\":");
                putMessage(generation, out);
                out.put('}');
            } else {
                out.ascii("{\"text\":\"");
                putWholeText(generation, 0, generation.sent, out);
                out.ascii("\",\"index\":").number(generation.index).ascii(",\"logprobs\":null,\"finish_reason\":");
                putReason(exchange.finishReason(generation), out);
                out.put('}');
            }
        }
        out.ascii("],\"created\":").number(exchange.created);
        out.ascii(",\"model\":").jsonString(exchange.model);
        out.ascii(",\"system_fingerprint\":\"" + FINGERPRINT + "\",\"object\":\"");
        out.ascii(chat ? "chat.completion" : "text_completion").ascii("\",\"usage\":");
        putLlamaUsage(exchange.sentTokens(), exchange.promptTokens(), exchange.cachedTokens(), out);
        out.ascii(",\"id\":").jsonString(exchange.id);
        putTimings(exchange.generations().get(0), out);
        out.put('}');
    }

    private static void putLlamaUsage(int completion, int prompt, int cached, ByteSink out) {
        out.ascii("{\"completion_tokens\":").number(completion);
        out.ascii(",\"prompt_tokens\":").number(prompt);
        out.ascii(",\"total_tokens\":").number((long) prompt + completion);
        out.ascii(",\"prompt_tokens_details\":{\"cached_tokens\":")
                .number(cached)
                .ascii("}}");
    }

    /** Prompt time without queueing; predicted time from the first token on, over one token less. */
    private static void putTimings(Generation generation, ByteSink out) {
        Exchange exchange = generation.exchange;
        int cached = exchange.cachedOf(generation);
        int prompt = generation.promptTokens - cached;
        double promptMs =
                generation.sent == 0 ? 0 : (generation.firstTokenNanos - exchange.startNanos(generation)) / 1e6;
        double predictedMs = generation.sent == 0 ? 0 : (generation.lastTokenNanos - generation.firstTokenNanos) / 1e6;
        int gaps = generation.sent - 1;
        out.ascii(",\"timings\":{\"cache_n\":")
                .number(cached)
                .ascii(",\"prompt_n\":")
                .number(prompt);
        putDouble(",\"prompt_ms\":", promptMs, out);
        putDouble(",\"prompt_per_token_ms\":", prompt > 0 ? promptMs / prompt : 0, out);
        putDouble(",\"prompt_per_second\":", promptMs > 0 ? prompt / promptMs * 1e3 : 0, out);
        out.ascii(",\"predicted_n\":").number(generation.sent);
        putDouble(",\"predicted_ms\":", predictedMs, out);
        putDouble(",\"predicted_per_token_ms\":", gaps > 0 ? predictedMs / gaps : 0, out);
        putDouble(",\"predicted_per_second\":", predictedMs > 0 ? gaps / predictedMs * 1e3 : 0, out);
        out.put('}');
    }

    private static void putDouble(String key, double value, ByteSink out) {
        out.ascii(key).ascii(String.format(Locale.ROOT, "%.3f", value));
    }
}
