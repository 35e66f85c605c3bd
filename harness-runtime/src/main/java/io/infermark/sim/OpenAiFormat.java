package io.infermark.sim;

/** What vLLM, SGLang and TensorRT-LLM share: id, object, created, model, choices, in this order. */
abstract class OpenAiFormat extends StreamFormat {
    @Override
    byte[] head(Exchange exchange) {
        ByteSink out = new ByteSink(256);
        putEnvelope(exchange, exchange.request.chat() ? "chat.completion.chunk" : "text_completion", out);
        return out.toBytes();
    }

    static void putEnvelope(Exchange exchange, String object, ByteSink out) {
        out.ascii("{\"id\":").jsonString(exchange.id);
        out.ascii(",\"object\":\"").ascii(object).ascii("\",\"created\":").number(exchange.created);
        out.ascii(",\"model\":").jsonString(exchange.model).ascii(",\"choices\":[");
    }

    static void putChunkUsage(Chunk chunk, ByteSink out) {
        if (chunk.withUsage) {
            out.ascii(",\"usage\":");
            putUsage(chunk.generation().promptTokens, chunk.generation().sent, out);
        }
    }

    @Override
    void usage(Exchange exchange, ByteSink out) {
        out.put(exchange.head()).ascii("],\"usage\":");
        putUsage(exchange.promptTokens(), exchange.sentTokens(), out);
        out.ascii(",\"system_fingerprint\":\"" + FINGERPRINT + "\"}");
    }

    @Override
    void body(Exchange exchange, ByteSink out) {
        boolean chat = exchange.request.chat();
        putEnvelope(exchange, chat ? "chat.completion" : "text_completion", out);
        for (int i = 0; i < exchange.generations().size(); i++) {
            Generation generation = exchange.generations().get(i);
            out.ascii(i > 0 ? ",{\"index\":" : "{\"index\":").number(generation.index);
            if (chat) {
                out.ascii(",\"message\":");
                putMessage(generation, out);
            } else {
                out.ascii(",\"text\":\"");
                putWholeText(generation, 0, generation.sent, out);
                out.put('"');
            }
            out.ascii(",\"logprobs\":null,\"finish_reason\":");
            putReason(exchange.finishReason(generation), out);
            putChoiceTail(exchange, generation, out);
            out.put('}');
        }
        out.ascii("],\"system_fingerprint\":\"" + FINGERPRINT + "\",\"usage\":");
        putUsage(exchange.promptTokens(), exchange.sentTokens(), out);
        out.put('}');
    }

    /** Dialect members at the end of a choice of a whole answer. */
    abstract void putChoiceTail(Exchange exchange, Generation generation, ByteSink out);

    static void putAllIds(Generation generation, ByteSink out) {
        out.put('[');
        for (int i = 0; i < generation.sent; i++) {
            out.ascii(i > 0 ? "," : "").number(generation.plan.token(i, generation.exchange.tokenizer()));
        }
        out.put(']');
    }
}
