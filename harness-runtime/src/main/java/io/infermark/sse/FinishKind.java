package io.infermark.sse;

import static io.infermark.sse.JsonCursor.ascii;

/** What a finish reason means: OpenAI's words, llama.cpp's {@code limit}, and the words that vLLM and SGLang use when they gave the request up. */
final class FinishKind {
    private static final byte[] LENGTH = ascii("length");
    private static final byte[] LIMIT = ascii("limit");
    private static final byte[] ABORT = ascii("abort");
    private static final byte[] ERROR = ascii("error");

    private FinishKind() {}

    /** Of the string that was read last. */
    static byte of(JsonCursor json) {
        if (json.textIs(LENGTH) || json.textIs(LIMIT)) {
            return Chunk.AT_LIMIT;
        }
        return json.textIs(ABORT) || json.textIs(ERROR) ? Chunk.FAILED : Chunk.STOPPED;
    }
}
