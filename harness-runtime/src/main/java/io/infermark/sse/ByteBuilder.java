package io.infermark.sse;

import java.util.Arrays;

/** A byte array that grows up to a cap and gives large memory back when it is cleared. */
final class ByteBuilder {
    private static final int KEPT = 16 * 1024;

    private static final byte[] NONE = new byte[0];

    private final int cap;
    private byte[] bytes = NONE;
    private int length;

    ByteBuilder(int cap) {
        this.cap = cap;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Forgets everything, also memory that one huge event needed. */
    void trim() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = NONE;
        }
    }

    /** Appends; false, and nothing appended, if the cap would be passed. */
    boolean append(byte[] source, int from, int to) {
        int added = to - from;
        if (added > cap - length) {
            return false;
        }
        if (added > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.min(cap, Math.max(length + added, bytes.length * 2)));
        }
        System.arraycopy(source, from, bytes, length, added);
        length += added;
        return true;
    }

    /** Appends as much as fits. */
    void appendSome(byte[] source, int from, int to) {
        append(source, from, Math.min(to, from + cap - length));
    }
}
