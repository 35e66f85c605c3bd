package io.infermark.prompt;

/** What a request asks to be continued. */
public sealed interface Prompt {
    /** Length in tokens; an estimate where the source's {@link PromptKind} is {@link PromptKind#ESTIMATE}. */
    int tokens();

    /**
     * A prompt as ids.
     *
     * @param ids not copied; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TokenIds(int[] ids) implements Prompt {
        @Override
        public int tokens() {
            return ids.length;
        }
    }

    /** A prompt as text, in ASCII and without characters that JSON escapes. */
    record Text(String text, int tokens) implements Prompt {}
}
