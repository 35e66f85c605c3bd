package io.infermark.sse;

/**
 * Walks over one JSON text in a byte array: strict (RFC 8259), in place, without allocation. The one relaxation is that {@code NaN}, {@code Infinity} and
 * {@code -Infinity}, which Python servers write, count as numbers. UTF-8 is not checked: text is never decoded here.
 *
 * <p>A member loop reads {@code for (boolean more = openObject(); more; more = nextMember()) …}; each turn must consume the value, by reading or {@link #skipValue}.
 */
final class JsonCursor {
    /** Deeper nesting is refused, so that the walk's recursion is bounded. */
    static final int MAX_DEPTH = 256;

    private static final int MAX_ESCAPED_KEY = 32;
    private static final int MAX_DIGITS = 18;
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NAN = ascii("NaN");
    private static final byte[] INFINITY = ascii("Infinity");

    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int depth;

    /** Range of the last string read, without its quotes. */
    int textFrom;

    int textTo;

    private final byte[] unescapedKey = new byte[MAX_ESCAPED_KEY];
    private byte[] key = unescapedKey;
    private int keyFrom;
    private int keyLength;

    private long mantissa;
    private int exponent;
    private boolean finite;

    static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    void over(byte[] text, int from, int to) {
        bytes = text;
        position = from;
        end = to;
        depth = 0;
    }

    /** Where reading goes on, absolute; after {@link #peek} the first byte of the next token. */
    int position() {
        return position;
    }

    /** The first byte of the next token, which stays unread. */
    byte peek() throws JsonSyntaxException {
        byte[] b = bytes;
        int p = position;
        while (p < end) {
            byte next = b[p];
            if (next > ' ' || next < 0) {
                position = p;
                return next;
            }
            if (next != ' ' && next != '\n' && next != '\t' && next != '\r') {
                break;
            }
            p++;
        }
        position = p;
        throw syntax(p < end ? "a control character between tokens" : "it ends too early");
    }

    /** Fails unless nothing but white space is left. */
    void expectEnd() throws JsonSyntaxException {
        for (int p = position; p < end; p++) {
            byte next = bytes[p];
            if (next != ' ' && next != '\n' && next != '\t' && next != '\r') {
                position = p;
                throw syntax("something after its end");
            }
        }
    }

    boolean openObject() throws JsonSyntaxException {
        open((byte) '{');
        if (peek() == '}') {
            close();
            return false;
        }
        readKey();
        return true;
    }

    boolean nextMember() throws JsonSyntaxException {
        byte next = peek();
        if (next == ',') {
            position++;
            readKey();
            return true;
        }
        if (next == '}') {
            close();
            return false;
        }
        throw syntax("no comma between members");
    }

    boolean openArray() throws JsonSyntaxException {
        open((byte) '[');
        if (peek() == ']') {
            close();
            return false;
        }
        return true;
    }

    boolean nextElement() throws JsonSyntaxException {
        byte next = peek();
        if (next == ',') {
            position++;
            return true;
        }
        if (next == ']') {
            close();
            return false;
        }
        throw syntax("no comma between elements");
    }

    int keyLength() {
        return keyLength;
    }

    boolean keyIs(byte[] name) {
        if (keyLength != name.length) {
            return false;
        }
        byte[] b = key;
        int from = keyFrom;
        for (int i = 0; i < name.length; i++) {
            if (b[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the last string read equals a name that needs no escapes. */
    boolean textIs(byte[] name) {
        if (textTo - textFrom != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[textFrom + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads a string; its range is in {@link #textFrom} and {@link #textTo}. */
    void readString() throws JsonSyntaxException {
        if (peek() != '"') {
            throw syntax("no string");
        }
        int start = position + 1;
        int quote = JsonString.end(bytes, start, end);
        if (quote < 0) {
            position = JsonString.badPlace(bytes, start, end);
            throw syntax(
                    position == end ? "it ends inside a string" : "a bad escape or control character inside a string");
        }
        textFrom = start;
        textTo = quote;
        position = quote + 1;
    }

    /** Reads a value; whether it is a string with at least one character. */
    boolean readsText() throws JsonSyntaxException {
        if (peek() != '"') {
            skipValue();
            return false;
        }
        readString();
        return textTo > textFrom;
    }

    /** Consumes {@code null} if it comes next. */
    boolean readsNull() throws JsonSyntaxException {
        if (peek() != 'n') {
            return false;
        }
        literal(NULL);
        return true;
    }

    /** Reads a value; whether it is {@code true}. */
    boolean readsTrue() throws JsonSyntaxException {
        boolean yes = peek() == 't';
        skipValue();
        return yes;
    }

    /** Reads a value; the number of its elements if it is an array, -1 if it is none. */
    int countElements() throws JsonSyntaxException {
        if (peek() != '[') {
            skipValue();
            return -1;
        }
        int count = 0;
        for (boolean more = openArray(); more; more = nextElement()) {
            skipValue();
            count++;
        }
        return count;
    }

    /** Reads a value; -1 unless it is a whole number from 0 to 2^30. */
    int readCount() throws JsonSyntaxException {
        double value = readNumber();
        return value >= 0 && value <= 1 << 30 && value == Math.rint(value) ? (int) value : -1;
    }

    /** Reads a value; NaN unless it is a finite number. */
    double readNumber() throws JsonSyntaxException {
        byte next = peek();
        if (next != '-' && (next < '0' || next > '9')) {
            skipValue();
            return Double.NaN;
        }
        number();
        if (!finite) {
            return Double.NaN;
        }
        return exponent == 0 ? mantissa : mantissa * Math.pow(10, exponent);
    }

    void skipValue() throws JsonSyntaxException {
        switch (peek()) {
            case '"' -> readString();
            case '{' -> {
                for (boolean more = openObject(); more; more = nextMember()) {
                    skipValue();
                }
            }
            case '[' -> {
                for (boolean more = openArray(); more; more = nextElement()) {
                    skipValue();
                }
            }
            case 'n' -> literal(NULL);
            case 't' -> literal(TRUE);
            case 'f' -> literal(FALSE);
            case 'N' -> literal(NAN);
            case 'I' -> literal(INFINITY);
            default -> number();
        }
    }

    private void open(byte bracket) throws JsonSyntaxException {
        if (peek() != bracket) {
            throw syntax(bracket == '{' ? "no object" : "no array");
        }
        if (++depth > MAX_DEPTH) {
            throw syntax("nested deeper than " + MAX_DEPTH);
        }
        position++;
    }

    private void close() {
        depth--;
        position++;
    }

    private void readKey() throws JsonSyntaxException {
        readString();
        if (JsonString.hasEscape(bytes, textFrom, textTo)) {
            key = unescapedKey;
            keyFrom = 0;
            keyLength = JsonString.unescape(bytes, textFrom, textTo, unescapedKey);
        } else {
            key = bytes;
            keyFrom = textFrom;
            keyLength = textTo - textFrom;
        }
        if (peek() != ':') {
            throw syntax("no colon after a key");
        }
        position++;
    }

    private void literal(byte[] name) throws JsonSyntaxException {
        int p = position;
        if (end - p < name.length) {
            throw syntax("an unknown word");
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[p + i] != name[i]) {
                throw syntax("an unknown word");
            }
        }
        position = p + name.length;
    }

    private void number() throws JsonSyntaxException {
        boolean negative = bytes[position] == '-';
        if (negative) {
            position++;
            if (position < end && bytes[position] == 'I') {
                literal(INFINITY);
                finite = false;
                return;
            }
        }
        finite = true;
        mantissa = 0;
        exponent = 0;
        int first = position;
        digits(0);
        if (position - first > 1 && bytes[first] == '0') {
            throw syntax("a number with a leading zero");
        }
        if (position < end && bytes[position] == '.') {
            position++;
            digits(-1);
        }
        if (position < end && (bytes[position] | 0x20) == 'e') {
            exponentPart();
        }
        if (negative) {
            mantissa = -mantissa;
        }
    }

    /** Reads at least one digit into the mantissa; digits beyond its precision only move the exponent. */
    private void digits(int exponentStep) throws JsonSyntaxException {
        byte[] b = bytes;
        int first = position;
        int p = first;
        long value = mantissa;
        int shift = exponent;
        while (p < end) {
            int digit = b[p] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (value < 100_000_000_000_000_000L) {
                value = value * 10 + digit;
                shift += exponentStep;
            } else if (exponentStep == 0) {
                shift++;
            }
            p++;
        }
        mantissa = value;
        exponent = shift;
        position = p;
        if (p == first) {
            throw syntax("no digit where one must be");
        }
    }

    private void exponentPart() throws JsonSyntaxException {
        position++;
        boolean negative = false;
        if (position < end && (bytes[position] == '-' || bytes[position] == '+')) {
            negative = bytes[position] == '-';
            position++;
        }
        long savedMantissa = mantissa;
        int savedExponent = exponent;
        mantissa = 0;
        exponent = 0;
        digits(0);
        int power = exponent > 0 ? MAX_DIGITS * 1000 : (int) Math.min(mantissa, MAX_DIGITS * 1000);
        mantissa = savedMantissa;
        exponent = savedExponent + (negative ? -power : power);
    }

    private JsonSyntaxException syntax(String what) {
        return new JsonSyntaxException(what, position);
    }
}
