package io.infermark.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing byte array with the primitives of the record file. Single writer. */
final class ByteWriter {
    private byte[] bytes;
    private int length;

    ByteWriter(int initial) {
        bytes = new byte[initial];
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

    /** Makes room, so that the next {@code more} bytes are written without growing. */
    void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    void octet(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    /** A value taken as unsigned, seven bits a byte, lowest first. */
    void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A signed value: small magnitudes are short. */
    void signed(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    /** An instant; one that was never seen takes one byte. */
    void instant(long nanos) {
        if (nanos == RequestRecord.UNSEEN) {
            octet(0);
        } else {
            octet(1);
            signed(nanos);
        }
    }

    void float64(double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < 64; shift += 8) {
            octet((int) (bits >>> shift));
        }
    }

    /** A text, or null. */
    void text(@Nullable String value) {
        if (value == null) {
            varint(0);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length + 1L);
        raw(utf8, utf8.length);
    }

    void raw(byte[] source, int count) {
        ensure(count);
        System.arraycopy(source, 0, bytes, length, count);
        length += count;
    }
}
