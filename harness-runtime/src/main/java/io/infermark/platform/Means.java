package io.infermark.platform;

import java.util.List;

/**
 * Words that go before a command to run it in a certain way, or the reason why this host cannot.
 *
 * @param words empty if absent
 * @param absentBecause empty if present
 */
public record Means(List<String> words, String absentBecause) {
    public Means {
        words = List.copyOf(words);
    }

    static Means of(String... words) {
        return new Means(List.of(words), "");
    }

    static Means absent(String because) {
        return new Means(List.of(), because);
    }

    /** Whether this host has it. */
    public boolean present() {
        return absentBecause.isEmpty();
    }
}
