package io.infermark.server.recipe;

import java.util.ArrayList;
import java.util.List;

/**
 * How an engine is called.
 *
 * @param words executable and its fixed first words
 * @param subcommand the words among them that a user's own executable still needs; empty: a user's command replaces all
 * @param entries words of which one in a user's command says that it has its subcommand already
 */
record Program(List<String> words, List<String> subcommand, List<String> entries) {
    static Program of(String... words) {
        return new Program(List.of(words), List.of(), List.of());
    }

    Program withSubcommand(List<String> needed, String... knownBy) {
        return new Program(words, needed, List.of(knownBy));
    }

    /** The words for a user's {@code @Server(command)}; empty: none stated. */
    List<String> resolve(List<String> stated) {
        if (stated.isEmpty()) {
            return words;
        }
        List<String> all = new ArrayList<>(stated);
        if (stated.stream().noneMatch(entries::contains)) {
            all.addAll(subcommand);
        }
        return all;
    }
}
