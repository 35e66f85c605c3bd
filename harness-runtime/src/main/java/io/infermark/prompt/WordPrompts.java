package io.infermark.prompt;

/** Texts of words: of an exact length where a tokenizer has counted them, of an estimated one where there is none. */
public final class WordPrompts implements PromptSource {
    private static final int[] VERIFIED_LENGTHS = {1, 7, 128, 1_000};

    private final PromptKind kind;
    private final String description;
    private final WordPool pool;
    private final int added;

    private WordPrompts(PromptKind kind, String description, WordPool pool, int added) {
        this.kind = kind;
        this.description = description;
        this.pool = pool;
        this.added = added;
    }

    /**
     * Texts of an exact length. Takes up to some hundred calls of the tokenizer, then none.
     *
     * @param special whether the length includes the tokens that the tokenizer adds to a whole text: yes for completions, no for the content of a chat message
     * @throws PromptException {@code [PromptTokenizer]} if the tokenizer has too few words of one token, or if a text that was composed has another length when counted again
     */
    public static WordPrompts exact(TextTokenizer tokenizer, boolean special) {
        WordPool pool = WordPool.find(tokenizer);
        PromptWindow window = new PromptWindow("check of the length", 0, false, 0, 0);
        int added = special ? tokenizer.count(pool.text(window, 0, 1), true) - 1 : 0;
        WordPrompts prompts = new WordPrompts(
                tokenizer.kind(),
                tokenizer.description() + ", " + pool.size() + " words of one token"
                        + (added > 0 ? ", " + added + " added by the tokenizer" : ""),
                pool,
                added);
        for (int i = 0; i < VERIFIED_LENGTHS.length; i++) {
            Prompt.Text prompt = prompts.prompt(window, i, VERIFIED_LENGTHS[i]);
            int counted = tokenizer.count(prompt.text(), special);
            if (counted != prompt.tokens()) {
                throw new PromptException(
                        "PromptTokenizer",
                        tokenizer.description() + " counts " + counted + " tokens in a text that was composed of "
                                + prompt.tokens() + ". Use an endpoint that takes token ids.");
            }
        }
        return prompts;
    }

    /** Texts of one common word for each token asked for. Nothing has counted them. */
    public static WordPrompts estimate() {
        return new WordPrompts(
                PromptKind.ESTIMATE,
                "no tokenizer: one token a word assumed, ISL comes from the server's usage only",
                WordPool.unchecked(),
                0);
    }

    @Override
    public PromptKind kind() {
        return kind;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Prompt.Text prompt(PromptWindow window, int index, int tokens) {
        int words = Math.max(1, tokens - added);
        return new Prompt.Text(pool.text(window, index, words), words + added);
    }
}
