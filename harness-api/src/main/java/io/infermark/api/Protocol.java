package io.infermark.api;

import java.util.Locale;

/** Request forms of the OpenAI API. */
public enum Protocol {
    /** {@code POST …/completions}: takes token ids where the engine does, so input lengths are exact. */
    COMPLETIONS,
    /** {@code POST …/chat/completions}: the chat template adds tokens, so ISL is what the server's usage says. */
    CHAT;

    /** The name used on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
