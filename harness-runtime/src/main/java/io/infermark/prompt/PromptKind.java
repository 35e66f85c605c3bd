package io.infermark.prompt;

import java.util.Locale;

/** How the length of prompts is known. Stands in every result. */
public enum PromptKind {
    /** Ids of tokens: exact, and the server does not tokenise. */
    TOKEN_IDS,
    /** Text that a local {@code tokenizer.json} counts. */
    LOCAL_TOKENIZER,
    /** Text that the server's own tokenize endpoint counts. */
    SERVER_TOKENIZER,
    /** Text of about the length asked for: ISL is what the server's usage says and nothing else. */
    ESTIMATE;

    /** The name in results: {@code token-ids}, {@code local-tokenizer}, … */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the length asked for is the length sent. */
    public boolean exact() {
        return this != ESTIMATE;
    }
}
