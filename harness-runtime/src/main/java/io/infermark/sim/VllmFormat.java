package io.infermark.sim;

/**
 * vLLM 0.24 to 0.32, after recordings: the last token's event carries the finish reason; ids of prompt and tokens with
 * {@code return_token_ids}; usage in each event with {@code continuous_usage_stats}.
 */
final class VllmFormat extends OpenAiFormat {
    @Override
    void role(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        out.put(generation.exchange.head()).ascii("{\"index\":").number(generation.index);
        out.ascii(",\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]");
        putChunkUsage(chunk, out);
        out.ascii(",\"prompt_token_ids\":");
        putPromptIds(generation, out);
        out.ascii(",\"prompt_text\":null}");
    }

    @Override
    void token(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        boolean chat = generation.exchange.request.chat();
        out.put(generation.exchange.head()).ascii("{\"index\":").number(generation.index);
        if (chat) {
            out.ascii(",\"delta\":");
            putDelta(chunk, out);
        } else {
            out.ascii(",\"text\":\"").put(chunk.text).put('"');
        }
        out.ascii(",\"logprobs\":");
        putLogprobs(chunk, chat, out);
        out.ascii(",\"finish_reason\":");
        putReason(chunk.finishReason, out);
        if (!chat || chunk.finishReason != null) {
            out.ascii(",\"stop_reason\":null");
        }
        if (!chat) {
            out.ascii(",\"prompt_token_ids\":");
            if (chunk.firstToken == 0) {
                putPromptIds(generation, out);
            } else {
                out.ascii("null");
            }
        }
        out.ascii(",\"token_ids\":");
        putTokenIds(chunk, out);
        out.ascii("}]");
        putChunkUsage(chunk, out);
        out.put('}');
    }

    private static void putPromptIds(Generation generation, ByteSink out) {
        if (generation.exchange.request.returnTokenIds()) {
            putIds(generation.exchange.promptOf(generation), out);
        } else {
            out.ascii("null");
        }
    }

    @Override
    void putChoiceTail(Exchange exchange, Generation generation, ByteSink out) {
        out.ascii(",\"stop_reason\":null,\"token_ids\":");
        if (exchange.request.returnTokenIds()) {
            putAllIds(generation, out);
        } else {
            out.ascii("null");
        }
    }
}
