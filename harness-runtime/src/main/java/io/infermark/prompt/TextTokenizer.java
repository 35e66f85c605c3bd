package io.infermark.prompt;

import java.util.List;

/** Counts the tokens of texts. Used before windows only. */
public interface TextTokenizer {
    /** {@link PromptKind#LOCAL_TOKENIZER} or {@link PromptKind#SERVER_TOKENIZER}. */
    PromptKind kind();

    /** What a result says of it. */
    String description();

    /**
     * The number of tokens of a text.
     *
     * @param special with the tokens that the model's tokenizer adds by itself to a whole text (BOS), as a completions request gets them
     */
    int count(String text, boolean special);

    /** Words, without a space, that are likely to be one token each; empty if it has no better idea than {@link CommonWords}. */
    List<String> candidates();
}
