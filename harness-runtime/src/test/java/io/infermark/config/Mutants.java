package io.infermark.config;

import java.util.List;
import java.util.SplittableRandom;

/** Random damage to texts. */
public final class Mutants {
    private static final List<String> TOKENS = List.of(
            "[",
            "]",
            "{",
            "}",
            ":",
            ": ",
            "- ",
            "\n",
            "\t",
            "\"",
            "'",
            "&a ",
            "*a",
            "!!int ",
            "!x ",
            "<<: ",
            "? ",
            "| ",
            "#",
            "yes",
            "010",
            "1e5",
            "null",
            "-1",
            "0",
            "99999999999999999999",
            ".inf",
            "\u0000",
            "\uFEFF",
            "\uD83D\uDE00",
            "tp",
            "conc-list",
            "search-space",
            "multinode: true",
            "    ",
            "%YAML 9.9\n",
            "---\n",
            "...\n");

    private Mutants() {}

    /** A text with one to four edits. */
    public static String of(String text, SplittableRandom random) {
        StringBuilder out = new StringBuilder(text);
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(out.length());
            int end = Math.min(out.length(), at + 1 + random.nextInt(40));
            switch (random.nextInt(5)) {
                case 0 -> out.delete(at, end);
                case 1 -> out.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 2 -> out.insert(at, out.substring(at, end));
                case 3 -> out.setCharAt(at, (char) (random.nextInt(96) + 32));
                default -> out.replace(at, end, TOKENS.get(random.nextInt(TOKENS.size())));
            }
        }
        return out.toString();
    }
}
