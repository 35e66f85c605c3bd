package io.infermark.server.diagnosis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the table.
 *
 * @param cause may hold {@code $1} … of the pattern
 * @param fix likewise
 * @param source where the message is from: engine and version, or document
 * @param documented whether it was never seen from a running engine
 */
record KnownFailure(String code, Pattern pattern, String cause, String fix, String source, boolean documented) {
    /** An entry whose message this project saw from a running engine. */
    static KnownFailure seen(String code, String regex, String cause, String fix, String source) {
        return new KnownFailure(code, Pattern.compile(regex), cause, fix, source, false);
    }

    /** An entry whose message is known from sources or documentation only. */
    static KnownFailure documented(String code, String regex, String cause, String fix, String source) {
        return new KnownFailure(code, Pattern.compile(regex), cause, fix, source, true);
    }

    Diagnosis diagnosis(String line, Matcher matcher) {
        String evidence = line.length() > 300 ? line.substring(0, 300) + "…" : line;
        return new Diagnosis(code, fill(cause, matcher), fill(fix, matcher), evidence, documented);
    }

    private static String fill(String template, Matcher matcher) {
        String text = template;
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            text = text.replace("$" + i, group == null ? "?" : group);
        }
        return text;
    }
}
