package io.infermark.sim;

/** The part of a prompt that is its own answer: all of it, or a chat's last message without the template around it. */
final class Echo {
    private final int[] prompt;
    private final int from;
    private final int length;

    private Echo(int[] prompt, int from, int length) {
        this.prompt = prompt;
        this.from = from;
        this.length = length;
    }

    static Echo of(int[] prompt, boolean chat) {
        if (!chat) {
            return new Echo(prompt, 0, prompt.length);
        }
        // No text is tokenized to these ids, so they are the template's.
        int end = last(prompt, SimTokenizer.MESSAGE_END, prompt.length - 1);
        int from = last(prompt, SimTokenizer.MESSAGE_START, end) + 1;
        while (prompt[from] != '\n') {
            from++;
        }
        return new Echo(prompt, from + 1, end - from - 1);
    }

    private static int last(int[] prompt, int id, int at) {
        int found = at;
        while (prompt[found] != id) {
            found--;
        }
        return found;
    }

    int length() {
        return length;
    }

    /** The i-th token; the echo is repeated for as long as it is asked for. */
    int token(int i) {
        return length == 0 ? SimTokenizer.PAD : prompt[from + i % length];
    }
}
