package io.infermark.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array to build one event in; reused for every event, so it does not allocate once it is grown. */
final class ByteSink {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    ByteSink put(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) value;
        return this;
    }

    ByteSink put(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    /** Appends what another sink holds. */
    ByteSink put(ByteSink more) {
        reserve(more.size);
        System.arraycopy(more.bytes, 0, bytes, size, more.size);
        size += more.size;
        return this;
    }

    /** Takes the last byte back. */
    void unput() {
        size--;
    }

    /** Appends ASCII text. */
    @SuppressWarnings("deprecation") // It is deprecated for what it does to other text; for ASCII it is a plain copy.
    ByteSink ascii(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    ByteSink utf8(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    ByteSink number(long value) {
        if (value < 0) {
            put('-');
            return number(-value);
        }
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = value;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    ByteSink hex(int value) {
        int shift = 28;
        while (shift > 0 && (value >>> shift & 15) == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            put(HEX[value >>> shift & 15]);
        }
        return this;
    }

    /** Appends one byte of a JSON string, escaped where JSON demands it. */
    ByteSink jsonByte(int value) {
        int b = value & 0xff;
        if (b == '"' || b == '\\') {
            return put('\\').put(b);
        }
        if (b == '\n') {
            return put('\\').put('n');
        }
        if (b < 0x20) {
            return ascii("\\u00").put(HEX[b >>> 4]).put(HEX[b & 15]);
        }
        return put(b);
    }

    /** Appends a JSON string with its quotes. */
    ByteSink jsonString(String text) {
        put('"');
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            jsonByte(b);
        }
        return put('"');
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
