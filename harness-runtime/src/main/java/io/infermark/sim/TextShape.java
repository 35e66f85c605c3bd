package io.infermark.sim;

/**
 * What an answer says and how long it is.
 *
 * @param output made-up words or the prompt again
 * @param eosAfter natural output length, 0 for none
 * @param eosAfterCv coefficient of variation of a natural length around what {@code eosAfter} gives
 * @param honourStop whether stop strings end the output
 * @param emptyTokens share of made-up tokens with empty text
 * @param utf8 share of made-up four-token groups that are one character
 * @param reasoning first tokens that are reasoning
 * @param reasoningRate share of chat requests that reason
 * @param tools whether content is the arguments of a tool call
 * @param toolsRate share of chat requests whose content is
 */
public record TextShape(
        Output output,
        TokenPlan eosAfter,
        double eosAfterCv,
        boolean honourStop,
        double emptyTokens,
        double utf8,
        int reasoning,
        double reasoningRate,
        boolean tools,
        double toolsRate) {
    private static final long LENGTH_STREAM = 0x6c656e67L;
    private static final long REASONING_STREAM = 0x72656173L;
    private static final long TOOLS_STREAM = 0x746f6f6cL;
    private static final int LONGEST = 1 << 24;

    /** Where the tokens of an answer come from. */
    public enum Output {
        /** Pseudo-random words. */
        RANDOM,
        /** The prompt; of a chat its last message. */
        ECHO
    }

    static TextShape read(OptionReader reader) {
        return new TextShape(
                reader.choice(SimOption.OUTPUT, Output.class),
                reader.plan(SimOption.EOS_AFTER, 0),
                reader.number(SimOption.EOS_AFTER_CV, 0, Lognormal.MOST_CV),
                reader.flag(SimOption.HONOUR_STOP),
                reader.number(SimOption.EMPTY_TOKENS, 0, 1),
                reader.number(SimOption.UTF8, 0, 1),
                reader.integer(SimOption.REASONING, 0, 1 << 20),
                reader.number(SimOption.REASONING_RATE, 0, 1),
                reader.flag(SimOption.TOOLS),
                reader.number(SimOption.TOOLS_RATE, 0, 1));
    }

    /** Natural length of an output in tokens, at least 1, or 0 for none. */
    int naturalLength(long seed) {
        int length = eosAfter.at(seed, 0);
        if (length == 0 || eosAfterCv == 0) {
            return length;
        }
        double drawn = length * Lognormal.draw(eosAfterCv, seed ^ LENGTH_STREAM, 0);
        return (int) Math.max(1, Math.round(Math.min(drawn, LONGEST)));
    }

    /** Reasoning tokens of a request, by its number. */
    int reasoningOf(long seed, int number) {
        return Mixer.unit(seed ^ REASONING_STREAM, number) < reasoningRate ? reasoning : 0;
    }

    /** Whether a request, by its number, is answered with a tool call if it is a chat. */
    boolean toolsOf(long seed, int number) {
        return tools && Mixer.unit(seed ^ TOOLS_STREAM, number) < toolsRate;
    }
}
