package io.infermark.load;

import org.jspecify.annotations.Nullable;

/** Reads frames of a chunked body (RFC 9112, section 7.1) that lie whole in an array, in their usual form: {@code hex CR LF data CR LF}, without extensions. */
final class WholeChunks {
    private static final int MOST_DIGITS = 7;

    private WholeChunks() {}

    /**
     * Hands over the data of each frame.
     *
     * @param from start of a frame
     * @param taker null to pass over them
     * @return start of the first frame that is not whole, not of the usual form, or the last one of the body; {@code to} if there is none
     */
    static int read(byte[] bytes, int from, int to, @Nullable ChunkTaker taker) {
        int start = from;
        while (start < to) {
            int size = 0;
            int at = start;
            int digit;
            while (at < to && at - start < MOST_DIGITS && (digit = digit(bytes[at])) >= 0) {
                size = (size << 4) | digit;
                at++;
            }
            int end = at + 2 + size;
            if (size == 0 || end + 2 > to || !lineEnds(bytes, at) || !lineEnds(bytes, end)) {
                return start;
            }
            if (taker != null) {
                taker.chunk(bytes, at + 2, size);
            }
            start = end + 2;
        }
        return start;
    }

    /** Where the body starts, behind the head's empty line; -1 if that line is not there. */
    static int endOfHead(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n' && lineEnds(bytes, i - 3) && lineEnds(bytes, i - 1)) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean lineEnds(byte[] bytes, int at) {
        return bytes[at] == '\r' && bytes[at + 1] == '\n';
    }

    private static int digit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int letter = character | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
