package io.infermark.sse;

import static io.infermark.sse.JsonCursor.ascii;

import io.infermark.record.FinishReason;

/** {@link FinishReason} where it stands as bytes. */
final class FinishKind {
    private static final byte[] LENGTH = ascii(FinishReason.LENGTH);
    private static final byte[] LIMIT = ascii(FinishReason.LIMIT);
    private static final byte[] ABORT = ascii(FinishReason.ABORT);
    private static final byte[] ERROR = ascii(FinishReason.ERROR);

    private FinishKind() {}

    /** Of the string that was read last. */
    static byte of(JsonCursor json) {
        if (json.textIs(LENGTH) || json.textIs(LIMIT)) {
            return Chunk.AT_LIMIT;
        }
        return json.textIs(ABORT) || json.textIs(ERROR) ? Chunk.FAILED : Chunk.STOPPED;
    }
}
