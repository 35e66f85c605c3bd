package io.infermark.sim;

/**
 * SGLang after its OpenAI server's sources (documented, not compared with a running engine): {@code matched_stop} in
 * each choice, usage null or an object in each event, on chat a finish event of its own.
 */
final class SglangFormat extends OpenAiFormat {
    @Override
    boolean separateFinish(boolean chat) {
        return chat;
    }

    @Override
    void role(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        out.put(generation.exchange.head()).ascii("{\"index\":").number(generation.index);
        out.ascii(
                ",\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":null,\"tool_calls\":null},");
        out.ascii("\"logprobs\":null,\"finish_reason\":null,\"matched_stop\":null}]");
        putUsageOrNull(chunk, out);
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
        out.ascii(",\"matched_stop\":null}]");
        putUsageOrNull(chunk, out);
    }

    @Override
    void finish(Chunk chunk, ByteSink out) {
        Generation generation = chunk.generation();
        out.put(generation.exchange.head()).ascii("{\"index\":").number(generation.index);
        out.ascii(",\"delta\":{\"role\":null,\"content\":null,\"reasoning_content\":null,\"tool_calls\":null},");
        out.ascii("\"logprobs\":null,\"finish_reason\":");
        putReason(chunk.finishReason, out);
        out.ascii(",\"matched_stop\":null}]");
        putUsageOrNull(chunk, out);
    }

    private static void putUsageOrNull(Chunk chunk, ByteSink out) {
        if (chunk.withUsage) {
            putChunkUsage(chunk, out);
            out.put('}');
        } else {
            out.ascii(",\"usage\":null}");
        }
    }

    @Override
    void putChoiceTail(Exchange exchange, Generation generation, ByteSink out) {
        out.ascii(",\"matched_stop\":null");
    }
}
