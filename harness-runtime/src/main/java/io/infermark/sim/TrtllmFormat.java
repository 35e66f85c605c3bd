package io.infermark.sim;

/**
 * TensorRT-LLM's {@code trtllm-serve} after its protocol definitions (documented, not compared with a running engine):
 * {@code stop_reason} and {@code disaggregated_params} in each choice.
 */
final class TrtllmFormat extends OpenAiFormat {
    @Override
    void role(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        out.put(generation.exchange.head()).ascii("{\"index\":").number(generation.index);
        out.ascii(",\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":null,\"tool_calls\":[]},");
        out.ascii("\"logprobs\":null,\"finish_reason\":null,\"stop_reason\":null}]");
        putChunkUsage(chunk, out);
        out.put('}');
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
            out.ascii(",\"text\":\"").put(chunk.text).ascii("\",\"token_ids\":null");
        }
        out.ascii(",\"logprobs\":");
        putLogprobs(chunk, chat, out);
        out.ascii(chat ? ",\"finish_reason\":" : ",\"context_logits\":null,\"finish_reason\":");
        putReason(chunk.finishReason, out);
        out.ascii(",\"stop_reason\":null,\"disaggregated_params\":null}]");
        putChunkUsage(chunk, out);
        out.put('}');
    }

    @Override
    void putChoiceTail(Exchange exchange, Generation generation, ByteSink out) {
        out.ascii(",\"stop_reason\":null,\"disaggregated_params\":null");
    }
}
