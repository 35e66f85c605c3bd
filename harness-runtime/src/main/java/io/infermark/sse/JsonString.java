package io.infermark.sse;

/** Content of JSON strings, still escaped, in a byte array. */
final class JsonString {
    private JsonString() {}

    /** The closing quote of the string whose content begins at {@code from}; -1 if it has none before {@code stop}, a bad escape or a control character. */
    static int end(byte[] bytes, int from, int stop) {
        int p = from;
        while (p < stop) {
            byte next = bytes[p];
            if (next == '"') {
                return p;
            }
            if (next == '\\') {
                p = afterEscape(bytes, p, stop);
                if (p < 0) {
                    return -1;
                }
            } else if (next >= 0 && next < ' ') {
                return -1;
            } else {
                p++;
            }
        }
        return -1;
    }

    /** Where a string that {@link #end} refused goes wrong; {@code stop} if it only lacks its end. */
    static int badPlace(byte[] bytes, int from, int stop) {
        int p = from;
        while (p < stop) {
            byte next = bytes[p];
            int after = next == '\\' ? afterEscape(bytes, p, stop) : p + 1;
            if (after < 0 || (next >= 0 && next < ' ')) {
                return p;
            }
            p = after;
        }
        return stop;
    }

    static boolean hasEscape(byte[] bytes, int from, int to) {
        for (int p = from; p < to; p++) {
            if (bytes[p] == '\\') {
                return true;
            }
        }
        return false;
    }

    /**
     * Decodes the escapes of a name that is compared with ASCII names: a character outside ASCII, or a control character, becomes 0, which no name has.
     *
     * @return its length; 0 if it does not fit the target, since no known name is as long
     */
    static int unescape(byte[] bytes, int from, int to, byte[] target) {
        int length = 0;
        int p = from;
        while (p < to) {
            byte next = bytes[p++];
            if (next == '\\') {
                byte escaped = bytes[p++];
                if (escaped == 'u') {
                    int code = 0;
                    for (int i = 0; i < 4; i++) {
                        code = code << 4 | Character.digit(bytes[p++], 16);
                    }
                    next = code < 0x80 ? (byte) code : 0;
                } else {
                    next = escaped == '"' || escaped == '\\' || escaped == '/' ? escaped : 0;
                }
            }
            if (length == target.length) {
                return 0;
            }
            target[length++] = next;
        }
        return length;
    }

    private static int afterEscape(byte[] bytes, int at, int stop) {
        byte escaped = at + 1 < stop ? bytes[at + 1] : 0;
        switch (escaped) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                for (int i = at + 2; i < at + 6; i++) {
                    if (i >= stop || Character.digit(bytes[i], 16) < 0) {
                        return -1;
                    }
                }
                return at + 6;
            }
            default -> {
                return -1;
            }
        }
    }
}
