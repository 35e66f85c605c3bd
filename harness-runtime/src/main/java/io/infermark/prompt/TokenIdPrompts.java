package io.infermark.prompt;

/**
 * Random ids in a range that holds ordinary tokens only.
 *
 * <p>Which range is safe: special tokens stand below 1,000 (Llama 2, Mistral, Gemma, SmolLM) or at the vocabulary's end (GPT, Llama 3, Qwen, DeepSeek), and nearly every served
 * model has 32,000 entries or more; so [1000, 32000) holds no special token of these. The one exception that is known of costs nothing: a special id in a prompt is a token like
 * any other to the engine.
 */
public final class TokenIdPrompts implements PromptSource {
    /** Fewest ids that prompts can be made of. */
    public static final int MIN_RANGE = 64;

    private static final int SAFE_FIRST = 1_000;
    private static final int SAFE_END = 32_000;
    private static final int TOP_MARGIN = 256;

    private final int first;
    private final int end;

    private TokenIdPrompts(int first, int end) {
        this.first = first;
        this.end = end;
    }

    /**
     * Prompts of ids in [first, end).
     *
     * @throws IllegalArgumentException if there are fewer than {@link #MIN_RANGE}
     */
    public static TokenIdPrompts inRange(int first, int end) {
        if (first < 0 || end - first < MIN_RANGE) {
            throw new IllegalArgumentException("[TokenRange] token ids in [" + first + ", " + end
                    + ") are too few to make prompts that differ: at least " + MIN_RANGE + " are needed.");
        }
        return new TokenIdPrompts(first, end);
    }

    /** The conservative range for a vocabulary of that size: see above. */
    public static TokenIdPrompts forVocabulary(int size) {
        int end = Math.min(SAFE_END, size <= SAFE_END + TOP_MARGIN ? size - Math.min(TOP_MARGIN, size / 8) : size);
        return inRange(Math.min(SAFE_FIRST, end / 4), end);
    }

    /** The first id. */
    public int first() {
        return first;
    }

    /** One more than the last id. */
    public int end() {
        return end;
    }

    @Override
    public PromptKind kind() {
        return PromptKind.TOKEN_IDS;
    }

    @Override
    public String description() {
        return "token ids in [" + first + ", " + end + ")";
    }

    @Override
    public Prompt prompt(PromptWindow window, int index, int tokens) {
        int[] ids = new int[tokens];
        new SymbolSequence(window, index).fill(ids, end - first);
        for (int i = 0; i < tokens; i++) {
            ids[i] += first;
        }
        return new Prompt.TokenIds(ids);
    }
}
