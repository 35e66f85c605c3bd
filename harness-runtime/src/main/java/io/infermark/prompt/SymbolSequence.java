package io.infermark.prompt;

/**
 * The symbols of one prompt, numbers below the size of an alphabet. First a walk through half of the alphabet (no repetition until it is used up), doubled, plus the warm-up flag;
 * then the digits of a 64-bit bijection of the index; then random ones.
 */
final class SymbolSequence {
    private static final long BODY = 0xB0D1L;
    private static final long HEADER = 0x4EADL;

    private final PromptWindow window;
    private final int index;

    SymbolSequence(PromptWindow window, int index) {
        this.window = window;
        this.index = index;
    }

    /** Fills {@code symbols} with numbers in [0, alphabet); {@code alphabet} is at least 2. */
    void fill(int[] symbols, int alphabet) {
        fill(symbols, alphabet, alphabet);
    }

    /** The same with another alphabet for the first symbol. */
    void fill(int[] symbols, int firstAlphabet, int alphabet) {
        if (symbols.length == 0) {
            return;
        }
        long stream = window.stream();
        symbols[0] = first(stream, firstAlphabet);
        long digits = SplitMix.mix(SplitMix.mix(stream ^ HEADER) + index);
        int at = 1;
        for (; at < symbols.length && digits != 0; at++) {
            symbols[at] = (int) Long.remainderUnsigned(digits, alphabet);
            digits = Long.divideUnsigned(digits, alphabet);
        }
        long body = SplitMix.mix(stream ^ BODY ^ SplitMix.mix(index));
        for (int i = 0; at < symbols.length; at++, i++) {
            symbols[at] = SplitMix.bounded(SplitMix.at(body, i), alphabet);
        }
    }

    private int first(long stream, int alphabet) {
        int half = alphabet / 2;
        int start = SplitMix.bounded(SplitMix.at(stream, 0), half);
        int step = coprime(SplitMix.bounded(SplitMix.at(stream, 1), half), half);
        return 2 * (int) ((start + (long) index * step) % half) + (window.warmup() ? 1 : 0);
    }

    private static int coprime(int candidate, int modulus) {
        int step = Math.max(1, candidate);
        while (gcd(step, modulus) != 1) {
            step++;
        }
        return step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
