package io.infermark.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The simulator's own tokenizer: small, deterministic, reversible.
 *
 * <ul>
 *   <li>ids 0–255 are the bytes of UTF-8;
 *   <li>256 ends a text, 257 and 258 open and close a chat message, 259 is padding: special ids without text;
 *   <li>ids from 260 are words: a space and one to three syllables of a consonant and a vowel ({@code " ba"} …).
 * </ul>
 *
 * <p>A text is cut greedily from the left: a space followed by a run of lower-case letters that is a word in the
 * vocabulary is one token, every other byte is one. Ids of words and of bytes that are not lower-case letters survive
 * {@code encode(decode(ids))}; special ids decode to nothing.
 */
final class SimTokenizer {
    static final int END = 256;
    static final int MESSAGE_START = 257;
    static final int MESSAGE_END = 258;
    static final int PAD = 259;
    static final int FIRST_WORD = 260;

    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();
    private static final int TWO = SYLLABLES + SYLLABLES * SYLLABLES;

    static final int LEAST_VOCABULARY = FIRST_WORD + SYLLABLES;
    static final int MOST_VOCABULARY = FIRST_WORD + TWO + SYLLABLES * SYLLABLES * SYLLABLES;

    private final int vocabulary;

    SimTokenizer(int vocabulary) {
        this.vocabulary = vocabulary;
    }

    int vocabulary() {
        return vocabulary;
    }

    int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        int count = 0;
        int at = 0;
        while (at < bytes.length) {
            int end = at + 1;
            while (bytes[at] == ' ' && end < bytes.length && bytes[end] >= 'a' && bytes[end] <= 'z') {
                end++;
            }
            int word = wordId(bytes, at + 1, end);
            if (word >= 0) {
                ids[count++] = word;
                at = end;
            } else {
                ids[count++] = bytes[at] & 0xff;
                at++;
            }
        }
        return Arrays.copyOf(ids, count);
    }

    private int wordId(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length != 2 && length != 4 && length != 6) {
            return -1;
        }
        int index = 0;
        for (int i = from; i < to; i += 2) {
            int consonant = CONSONANTS.indexOf(bytes[i]);
            int vowel = VOWELS.indexOf(bytes[i + 1]);
            if (consonant < 0 || vowel < 0) {
                return -1;
            }
            index = index * SYLLABLES + consonant * VOWELS.length() + vowel;
        }
        int id = FIRST_WORD + index + (length == 2 ? 0 : length == 4 ? SYLLABLES : TWO);
        return id < vocabulary ? id : -1;
    }

    /** Appends the bytes of one id: raw, so a byte id may leave an incomplete character. */
    void append(int id, ByteSink out) {
        if (id < 256) {
            out.put(id);
            return;
        }
        if (id < FIRST_WORD) {
            return;
        }
        int index = id - FIRST_WORD;
        int syllables = index < SYLLABLES ? 1 : index < TWO ? 2 : 3;
        index -= syllables == 1 ? 0 : syllables == 2 ? SYLLABLES : TWO;
        out.put(' ');
        int divisor = syllables == 1 ? 1 : syllables == 2 ? SYLLABLES : SYLLABLES * SYLLABLES;
        for (int i = 0; i < syllables; i++) {
            int syllable = index / divisor;
            index %= divisor;
            divisor = Math.max(1, divisor / SYLLABLES);
            out.put(CONSONANTS.charAt(syllable / VOWELS.length()));
            out.put(VOWELS.charAt(syllable % VOWELS.length()));
        }
    }

    /** The text of ids; bytes that are no UTF-8 become U+FFFD. */
    String decode(int[] ids) {
        ByteSink out = new ByteSink(ids.length * 4 + 16);
        for (int id : ids) {
            append(id, out);
        }
        return out.toString();
    }

    /** A pseudo-random word id. */
    int word(long seed, long position) {
        return FIRST_WORD + (int) Math.floorMod(Mixer.mix(seed, position), (long) vocabulary - FIRST_WORD);
    }
}
