package io.infermark.record;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote, within bounds: anything that does not fit is a {@link RecordFormatException}. */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    boolean atEnd() {
        return position == end;
    }

    /** A reader of the next {@code count} bytes, which are skipped here. */
    ByteReader slice(long count) {
        int from = position;
        position += checked(count);
        return new ByteReader(bytes, from, position);
    }

    int octet() {
        checked(1);
        return bytes[position++] & 0xFF;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new RecordFormatException("a number longer than ten bytes");
    }

    long signed() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    int int32() {
        long value = signed();
        if (value != (int) value) {
            throw new RecordFormatException("a count beyond 32 bits");
        }
        return (int) value;
    }

    long instant() {
        return octet() == 0 ? RequestRecord.UNSEEN : signed();
    }

    double float64() {
        long bits = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            bits |= (long) octet() << shift;
        }
        return Double.longBitsToDouble(bits);
    }

    @Nullable
    String text() {
        long length = varint();
        if (length == 0) {
            return null;
        }
        int count = checked(length - 1);
        String value = new String(bytes, position, count, StandardCharsets.UTF_8);
        position += count;
        return value;
    }

    String requiredText() {
        String value = text();
        if (value == null) {
            throw new RecordFormatException("a text is missing");
        }
        return value;
    }

    private int checked(long count) {
        if (count < 0 || count > end - position) {
            throw new RecordFormatException("an entry that is longer than its frame");
        }
        return (int) count;
    }
}
