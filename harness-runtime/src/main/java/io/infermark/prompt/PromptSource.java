package io.infermark.prompt;

/** Makes prompts; a pure function once opened. */
public sealed interface PromptSource permits TokenIdPrompts, WordPrompts, InferencexPrompts {
    /** How the lengths are known. */
    PromptKind kind();

    /** What a result says of it, for example {@code token ids in [1000, 32000)}. Together with the window it determines every prompt. */
    String description();

    /**
     * The prompt of a request.
     *
     * @param index position in the window
     * @param tokens length, at least 1; a text source cannot go below the tokens that the tokenizer adds by itself plus one, and then gives that
     */
    Prompt prompt(PromptWindow window, int index, int tokens);
}
