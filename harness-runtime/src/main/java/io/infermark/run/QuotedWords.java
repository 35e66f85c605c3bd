package io.infermark.run;

import io.infermark.plan.UsageException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several words in one value of the command line, as JMH writes them: spaces between them, and double quotes around what has spaces of its own. Beyond JMH, a backslash before a double quote
 * takes its meaning away, and two of them there are one; other backslashes are themselves. Single quotes mean nothing.
 */
public final class QuotedWords {
    private static final char QUOTE = '"';
    private static final char BACKSLASH = '\\';

    private QuotedWords() {}

    /**
     * The words of a value.
     *
     * @param option named where the value is wrong
     * @throws UsageException {@code [QuoteOpen]}: a quote without its end
     */
    public static List<String> split(String option, String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (space(next) && !quoted) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                begun = false;
                continue;
            }
            begun = true;
            int backslashes = backslashes(text, i);
            boolean beforeQuote =
                    backslashes > 0 && i + backslashes < text.length() && text.charAt(i + backslashes) == QUOTE;
            if (beforeQuote) {
                word.append(String.valueOf(BACKSLASH).repeat(backslashes / 2));
                // An even number leaves the quote its meaning: it is the next character.
                i += backslashes - 1;
                if (backslashes % 2 == 1) {
                    word.append(QUOTE);
                    i++;
                }
            } else if (next == QUOTE) {
                quoted = !quoted;
            } else {
                word.append(next);
            }
        }
        if (quoted) {
            throw new UsageException("[QuoteOpen] " + option + " " + text
                    + " has a double quote without its end. Write \\\" for one that is meant itself.");
        }
        if (begun) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    /** The value that {@link #split} takes apart into these words. A first word that could be the name of one of our own options is quoted, since a value is never taken for an option then. */
    static String join(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            boolean optionLike = text.isEmpty() && word.matches("--?[a-z].*");
            text.append(text.isEmpty() ? "" : " ")
                    .append(
                            optionLike || word.isEmpty() || word.chars().anyMatch(c -> space(c) || c == QUOTE)
                                    ? quote(word)
                                    : word);
        }
        return text.toString();
    }

    private static String quote(String word) {
        StringBuilder text = new StringBuilder().append(QUOTE);
        for (int i = 0; i < word.length(); i++) {
            int backslashes = backslashes(word, i);
            boolean beforeQuote = i + backslashes == word.length() || word.charAt(i + backslashes) == QUOTE;
            text.append(String.valueOf(BACKSLASH).repeat(beforeQuote ? 2 * backslashes : backslashes));
            i += backslashes;
            if (i < word.length()) {
                text.append(word.charAt(i) == QUOTE ? "\\\"" : String.valueOf(word.charAt(i)));
            }
        }
        return text.append(QUOTE).toString();
    }

    private static int backslashes(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == BACKSLASH) {
            end++;
        }
        return end - from;
    }

    private static boolean space(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
