package io.infermark.sse;

import java.util.Arrays;

/**
 * The shape of a stream's usual token event, so that the next one need not be walked: successive events of a stream differ only in a few values. What stands between
 * those values is compared as bytes (vectorised), and only the values are read. A match is exact: equal bytes around well-formed values of the same kinds mean the same
 * as a full walk would find. Anything else, and every event that is not whole in one read, takes the full walk.
 *
 * <p>While a payload is walked, its reader notes the places of the values that may change ({@link #note}); {@link #learn} then makes it the shape to look for.
 */
final class EventTemplate {
    static final int TEXT = 0;
    static final int IDS = 1;
    static final int OUTPUT = 2;
    static final int INDEX = 3;
    static final int OTHER_COUNT = 4;

    private static final int MAX_BYTES = 1024;
    private static final int MAX_VALUES = 8;
    private static final int MAX_DIGITS = 9;
    private static final byte[] DATA = JsonCursor.ascii("data:");

    private int noted;
    private final int[] notedKind = new int[MAX_VALUES];
    private final int[] notedFlag = new int[MAX_VALUES];
    private final int[] notedFrom = new int[MAX_VALUES];
    private final int[] notedTo = new int[MAX_VALUES];

    private int values;
    private final int[] kind = new int[MAX_VALUES];
    private final int[] flag = new int[MAX_VALUES];
    private final int[] from = new int[MAX_VALUES];
    private final int[] to = new int[MAX_VALUES];
    private byte[] payload = new byte[0];
    private int length;

    /** What the last match read: index of its choice, flags of its non-empty texts, number of ids and running count. */
    int index;

    int flags;

    int ids;
    int output;

    /** Starts to note a payload. */
    void begin() {
        noted = 0;
    }

    /** The payload is no shape to look for: something that is not noted decides with what is, or instead of it. */
    void forbid() {
        noted = MAX_VALUES + 1;
    }

    /** A value that may change; {@code start} and {@code end} exclude quotes and brackets. */
    void note(int valueKind, int textFlag, int start, int end) {
        if (noted < MAX_VALUES) {
            notedKind[noted] = valueKind;
            notedFlag[noted] = textFlag;
            notedFrom[noted] = start;
            notedTo[noted] = end;
        }
        noted++;
    }

    /**
     * Takes the payload that was noted last as the shape to look for, if it is short, if it is a usual token event (one choice that goes on, no log probabilities, no
     * timings), and if reading its values by the shape gives what the walk gave, which duplicate keys would prevent.
     */
    boolean learn(byte[] bytes, int start, int end, Chunk walked) {
        int size = end - start;
        boolean usual = walked.choices == 1
                && walked.finish[0] == Chunk.RUNNING
                && walked.logprobs[0] < 0
                && !walked.hasTimings
                && !walked.isError;
        if (!usual
                || noted > MAX_VALUES
                || size > MAX_BYTES
                || notedOf(IDS) > 1
                || notedOf(OUTPUT) > 1
                || notedOf(INDEX) > 1) {
            return false;
        }
        if (size > payload.length) {
            payload = new byte[Math.min(MAX_BYTES, size + size / 4)];
        }
        System.arraycopy(bytes, start, payload, 0, size);
        length = size;
        values = noted;
        for (int i = 0; i < noted; i++) {
            kind[i] = notedKind[i];
            flag[i] = notedFlag[i];
            from[i] = notedFrom[i] - start;
            to[i] = notedTo[i] - start;
        }
        boolean exact = isOneLine()
                && matchPayload(payload, 0, length) == length
                && index == walked.index[0]
                && flags == walked.flags[0]
                && ids == walked.ids[0]
                && output == walked.output();
        if (!exact) {
            length = 0;
        }
        return exact;
    }

    /** The line feed that joins two data lines of one event ends the data where it comes in the bytes of another. */
    private boolean isOneLine() {
        for (int i = 0; i < length; i++) {
            if (payload[i] == '\n') {
                return false;
            }
        }
        return true;
    }

    private int notedOf(int valueKind) {
        int count = 0;
        for (int i = 0; i < noted; i++) {
            count += notedKind[i] == valueKind ? 1 : 0;
        }
        return count;
    }

    /** The end of the whole event, blank line included, that begins at {@code start} and has the learned shape; -1 if there is none. */
    int match(byte[] bytes, int start, int stop) {
        int p = start + DATA.length;
        if (length == 0 || p >= stop || !Arrays.equals(bytes, start, p, DATA, 0, DATA.length)) {
            return -1;
        }
        int end = matchPayload(bytes, bytes[p] == ' ' ? p + 1 : p, stop);
        return end < 0 ? -1 : blankLine(bytes, end, stop);
    }

    private int matchPayload(byte[] bytes, int start, int stop) {
        index = 0;
        flags = 0;
        ids = -1;
        output = -1;
        int p = start;
        int t = 0;
        for (int v = 0; v <= values; v++) {
            int next = v < values ? from[v] : length;
            int literal = next - t;
            if (stop - p < literal || !Arrays.equals(bytes, p, p + literal, payload, t, next)) {
                return -1;
            }
            p += literal;
            if (v < values) {
                p = value(v, bytes, p, stop);
                if (p < 0) {
                    return -1;
                }
                t = to[v];
            }
        }
        return p;
    }

    private int value(int v, byte[] bytes, int p, int stop) {
        return switch (kind[v]) {
            case TEXT -> text(flag[v], bytes, p, stop);
            case IDS -> ids(bytes, p, stop);
            default -> count(kind[v], bytes, p, stop);
        };
    }

    private int text(int textFlag, byte[] bytes, int start, int stop) {
        int end = JsonString.end(bytes, start, stop);
        if (end > start) {
            flags |= textFlag;
        }
        return end;
    }

    private int ids(byte[] bytes, int start, int stop) {
        int p = start;
        int count = 0;
        while (p < stop && bytes[p] != ']') {
            if (count > 0 && bytes[p++] != ',') {
                return -1;
            }
            int end = digits(bytes, p, stop);
            if (end < 0) {
                return -1;
            }
            p = end;
            count++;
        }
        ids = count;
        return p;
    }

    private int count(int countKind, byte[] bytes, int start, int stop) {
        int end = digits(bytes, start, stop);
        if (end > start && countKind != OTHER_COUNT) {
            int value = 0;
            for (int p = start; p < end; p++) {
                value = value * 10 + bytes[p] - '0';
            }
            if (countKind == OUTPUT) {
                output = value;
            } else {
                index = value;
            }
        }
        return end;
    }

    /** The end of a whole number without a sign that surely fits an int and is JSON; -1 if there is none. */
    private static int digits(byte[] bytes, int start, int stop) {
        int p = start;
        while (p < stop && bytes[p] >= '0' && bytes[p] <= '9') {
            p++;
        }
        int digits = p - start;
        return digits == 0 || digits > MAX_DIGITS || (digits > 1 && bytes[start] == '0') ? -1 : p;
    }

    private static int blankLine(byte[] bytes, int p, int stop) {
        if (stop - p >= 2 && bytes[p] == '\n' && bytes[p + 1] == '\n') {
            return p + 2;
        }
        boolean crlf = stop - p >= 4
                && bytes[p] == '\r'
                && bytes[p + 1] == '\n'
                && bytes[p + 2] == '\r'
                && bytes[p + 3] == '\n';
        return crlf ? p + 4 : -1;
    }
}
