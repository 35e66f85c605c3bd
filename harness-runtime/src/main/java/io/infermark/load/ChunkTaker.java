package io.infermark.load;

/** Takes the data of a chunked answer, in order, on the event loop. */
interface ChunkTaker {
    /** The first byte of the answer has come; with TLS, of what it conceals: a farewell of TLS is no answer. */
    void begins();

    /** Whether the answer's head has come, and its body is a chunked one that this takes as it is. */
    boolean takesChunks();

    /**
     * Data of one chunk.
     *
     * @param bytes good until this returns
     */
    void chunk(byte[] bytes, int from, int length);
}
