package io.infermark.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code json.loads} with the errors of CPython, since a line that is no JSON is a failed request whose error is kept. */
final class PythonJson {
    private static final Pattern NUMBER = Pattern.compile("(-?(?:0|[1-9][0-9]*))(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private int at;

    private PythonJson(String text) {
        this.text = text;
    }

    static JsonNode parse(String text) {
        PythonJson parser = new PythonJson(text);
        parser.space();
        JsonNode value = parser.value();
        parser.space();
        if (parser.at < text.length()) {
            throw parser.error("Extra data", parser.at);
        }
        return value;
    }

    private ClientException error(String what, int position) {
        int line = 1;
        int begin = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < position; i = text.indexOf('\n', i + 1)) {
            line++;
            begin = i + 1;
        }
        return new ClientException(
                "json.decoder.JSONDecodeError",
                what + ": line " + line + " column " + (position - begin + 1) + " (char " + position + ")");
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean word(String word) {
        if (text.startsWith(word, at)) {
            at += word.length();
            return true;
        }
        return false;
    }

    private JsonNode value() {
        int begin = at;
        if (take('"')) {
            return NODES.textNode(string(begin));
        }
        if (take('{')) {
            return object();
        }
        if (take('[')) {
            return array();
        }
        if (word("null")) {
            return NODES.nullNode();
        }
        if (word("true")) {
            return NODES.booleanNode(true);
        }
        if (word("false")) {
            return NODES.booleanNode(false);
        }
        if (word("NaN")) {
            return NODES.numberNode(Double.NaN);
        }
        if (word("Infinity")) {
            return NODES.numberNode(Double.POSITIVE_INFINITY);
        }
        if (word("-Infinity")) {
            return NODES.numberNode(Double.NEGATIVE_INFINITY);
        }
        return number();
    }

    private JsonNode number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw error("Expecting value", at);
        }
        at = number.end();
        if (number.group(2) == null && number.group(3) == null) {
            BigInteger whole = new BigInteger(number.group(1));
            return whole.bitLength() < 32 ? NODES.numberNode(whole.intValue()) : NODES.numberNode(whole);
        }
        return NODES.numberNode(Double.parseDouble(number.group()));
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        space();
        if (take('}')) {
            return object;
        }
        while (true) {
            int begin = at;
            if (!take('"')) {
                throw error("Expecting property name enclosed in double quotes", at);
            }
            String name = string(begin);
            space();
            if (!take(':')) {
                throw error("Expecting ':' delimiter", at);
            }
            space();
            object.set(name, value());
            space();
            if (take('}')) {
                return object;
            }
            if (!take(',')) {
                throw error("Expecting ',' delimiter", at);
            }
            int comma = at - 1;
            space();
            if (at < text.length() && text.charAt(at) == '}') {
                throw error("Illegal trailing comma before end of object", comma);
            }
        }
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        space();
        if (take(']')) {
            return array;
        }
        while (true) {
            array.add(value());
            space();
            if (take(']')) {
                return array;
            }
            if (!take(',')) {
                throw error("Expecting ',' delimiter", at);
            }
            int comma = at - 1;
            space();
            if (at < text.length() && text.charAt(at) == ']') {
                throw error("Illegal trailing comma before end of array", comma);
            }
        }
    }

    /** After the opening quote, which stands at {@code begin}. */
    private String string(int begin) {
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            if (c == '\\') {
                string.append(escape(begin));
            } else if (c < ' ') {
                throw error("Invalid control character at", at - 1);
            } else {
                string.append(c);
            }
        }
        throw error("Unterminated string starting at", begin);
    }

    private char escape(int begin) {
        if (at == text.length()) {
            throw error("Unterminated string starting at", begin);
        }
        char c = text.charAt(at++);
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (c != 'u') {
            throw error("Invalid \\escape", at - 2);
        }
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw error("Invalid \\uXXXX escape", at - 1);
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
}
