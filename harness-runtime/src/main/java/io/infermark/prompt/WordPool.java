package io.infermark.prompt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Words of which each is exactly one token, alone as a text's beginning ({@code heads}) and after a space ({@code words}), so that a text of n of them has n tokens.
 *
 * <p>Found by group tests: a text of 32 candidates either has 32 tokens, or its halves are looked at. That a text is the sum of its words holds where no token spans a space
 * between words; it is checked on long random texts when the pool is made, not assumed.
 */
final class WordPool {
    private static final int GROUP = 32;
    private static final int MAX_WORDS = 1024;
    private static final int MAX_HEADS = 128;
    private static final int MAX_HEAD_CALLS = 512;
    private static final int CHECK_WORDS = 2_000;

    private final List<String> heads;
    private final List<String> words;

    private WordPool(List<String> heads, List<String> words) {
        this.heads = heads;
        this.words = words;
    }

    /** Fewest words of each kind with which prompts still differ in their first block of 16 tokens. */
    static final int MIN = 16;

    /**
     * Looks for a pool.
     *
     * @throws PromptException {@code [PromptTokenizer]} if there is none
     */
    static WordPool find(TextTokenizer tokenizer) {
        LinkedHashSet<String> candidates = new LinkedHashSet<>(tokenizer.candidates());
        candidates.addAll(CommonWords.LIST);
        int empty = tokenizer.count("", false);
        List<String> heads = new ArrayList<>();
        int calls = 0;
        for (String candidate : candidates) {
            if (heads.size() == MAX_HEADS || calls++ == MAX_HEAD_CALLS) {
                break;
            }
            if (tokenizer.count(candidate, false) - empty == 1) {
                heads.add(candidate);
            }
        }
        if (heads.size() < MIN) {
            addLetters(tokenizer, empty, heads);
        }
        List<String> words = new ArrayList<>();
        if (heads.size() >= MIN) {
            collect(tokenizer, heads.get(0), empty + 1, new ArrayList<>(candidates), words);
        }
        if (words.size() < MIN) {
            throw new PromptException(
                    "PromptTokenizer",
                    tokenizer.description() + " has no " + MIN
                            + " words of one token each, so texts of an exact length cannot be composed with it. Use an endpoint that takes token ids.");
        }
        WordPool pool = new WordPool(List.copyOf(heads), List.copyOf(words));
        pool.check(tokenizer, empty);
        return pool;
    }

    /** Vocabularies that have words only together with the space before them still have letters. */
    private static void addLetters(TextTokenizer tokenizer, int empty, List<String> heads) {
        for (char letter = 'A'; letter <= 'z'; letter++) {
            String head = String.valueOf(letter);
            if (Character.isLetter(letter) && !heads.contains(head) && tokenizer.count(head, false) - empty == 1) {
                heads.add(head);
            }
        }
    }

    private static void collect(
            TextTokenizer tokenizer, String head, int headTokens, List<String> candidates, List<String> found) {
        for (int from = 0; from < candidates.size() && found.size() < MAX_WORDS; from += GROUP) {
            split(
                    tokenizer,
                    head,
                    headTokens,
                    candidates.subList(from, Math.min(candidates.size(), from + GROUP)),
                    found);
        }
    }

    private static void split(
            TextTokenizer tokenizer, String head, int headTokens, List<String> group, List<String> found) {
        if (tokenizer.count(head + " " + String.join(" ", group), false) - headTokens == group.size()) {
            found.addAll(group);
        } else if (group.size() > 1) {
            int half = group.size() / 2;
            split(tokenizer, head, headTokens, group.subList(0, half), found);
            split(tokenizer, head, headTokens, group.subList(half, group.size()), found);
        }
    }

    private void check(TextTokenizer tokenizer, int empty) {
        String text = text(new PromptWindow("check of the pool", 0, false, 0, 0), 0, CHECK_WORDS);
        int counted = tokenizer.count(text, false) - empty;
        if (counted != CHECK_WORDS) {
            throw new PromptException(
                    "PromptTokenizer",
                    tokenizer.description() + " counts " + counted + " tokens in a text of " + CHECK_WORDS
                            + " words of one token each: its tokens span words, so texts of an exact length cannot be composed with it."
                            + " Use an endpoint that takes token ids.");
        }
    }

    /** Words of which texts are made. */
    int size() {
        return words.size();
    }

    /** A text of {@code count} words. */
    String text(PromptWindow window, int index, int count) {
        int[] symbols = new int[count];
        new SymbolSequence(window, index).fill(symbols, heads.size(), words.size());
        StringBuilder text = new StringBuilder(count * 6);
        text.append(heads.get(symbols[0]));
        for (int i = 1; i < count; i++) {
            text.append(' ').append(words.get(symbols[i]));
        }
        return text.toString();
    }

    /** The pool of a source that has no tokenizer: whatever a word may be in tokens. */
    static WordPool unchecked() {
        return new WordPool(CommonWords.LIST, CommonWords.LIST);
    }
}
