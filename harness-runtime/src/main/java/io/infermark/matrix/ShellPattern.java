package io.infermark.matrix;

import java.util.regex.Pattern;

/** Shell patterns as Python's {@code fnmatch} reads them. */
final class ShellPattern {

    private ShellPattern() {}

    static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            if (c == '*') {
                // Possessive would not match; collapse runs so that repeated stars cannot multiply the backtracking.
                while (i < pattern.length() && pattern.charAt(i) == '*') {
                    i++;
                }
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (c == '[') {
                i = bracket(pattern, i, regex);
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** A bracket expression from after its {@code [}; an unclosed one is a literal bracket. */
    private static int bracket(String pattern, int from, StringBuilder regex) {
        int end = from;
        if (end < pattern.length() && pattern.charAt(end) == '!') {
            end++;
        }
        if (end < pattern.length() && pattern.charAt(end) == ']') {
            end++;
        }
        end = pattern.indexOf(']', end);
        if (end < 0) {
            regex.append("\\[");
            return from;
        }
        boolean negated = pattern.charAt(from) == '!';
        String members = pattern.substring(negated ? from + 1 : from, end);
        StringBuilder set = new StringBuilder();
        for (int i = 0; i < members.length(); i++) {
            char c = members.charAt(i);
            boolean range = c == '-' && i > 0 && i < members.length() - 1;
            set.append(range ? "-" : "\\" + c);
        }
        regex.append(negated ? "[^" : "[").append(escapedLetters(set)).append(']');
        return end + 1;
    }

    /** Letters and digits must not be escaped: {@code \d} means something else. */
    private static String escapedLetters(StringBuilder set) {
        return set.toString().replaceAll("\\\\([A-Za-z0-9])", "$1");
    }
}
