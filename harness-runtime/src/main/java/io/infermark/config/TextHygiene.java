package io.infermark.config;

import java.util.ArrayList;
import java.util.List;

/** Oddities of a text that YAML allows and that a strict dialect refuses: the first of each kind, with its place. */
final class TextHygiene {

    private TextHygiene() {}

    static List<Problem> findings(String text, String source) {
        List<Problem> findings = new ArrayList<>();
        if (text.startsWith("\uFEFF")) {
            findings.add(Problem.error(
                    "ByteOrderMark",
                    new SourcePosition(source, 1, 1),
                    "the file begins with a byte order mark. Save it as UTF-8 without BOM."));
        }
        int cr = text.indexOf('\r');
        if (cr >= 0) {
            findings.add(Problem.error(
                    "CarriageReturn",
                    at(text, cr, source),
                    "the file has carriage returns (Windows line ends). Save it with LF line ends."));
        }
        int tab = text.indexOf('\t');
        if (tab >= 0) {
            findings.add(Problem.error(
                    "TabCharacter",
                    at(text, tab, source),
                    "the file has a tab. Use spaces, or \\t in a quoted string."));
        }
        return findings;
    }

    /** The place of a code point, counted from 0; a count beyond the end means the end. */
    static SourcePosition position(String text, int codePoints, String source) {
        int total = text.codePointCount(0, text.length());
        return at(text, text.offsetByCodePoints(0, Math.min(codePoints, total)), source);
    }

    private static SourcePosition at(String text, int index, String source) {
        int line = 1;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        return new SourcePosition(source, line, index - lineStart + 1);
    }
}
