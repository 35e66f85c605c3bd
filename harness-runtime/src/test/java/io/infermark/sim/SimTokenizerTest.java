package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimTokenizerTest {
    private final SimTokenizer tokenizer = new SimTokenizer(32_000);

    @Test
    void everyWordIdIsReversible() {
        for (int id = SimTokenizer.FIRST_WORD; id < 32_000; id++) {
            assertThat(tokenizer.encode(tokenizer.decode(new int[] {id}))).containsExactly(id);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void wordsAndPunctuationSurviveDecodingAndEncoding(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] ids = random.ints(500, SimTokenizer.FIRST_WORD, 32_000)
                .map(id -> id % 10 == 0 ? ".!?\n".charAt(id / 10 % 4) : id)
                .toArray();

        assertThat(tokenizer.encode(tokenizer.decode(ids))).as("seed %d", seed).containsExactly(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello world", " ba bab dofi.", "L'Étoile 😀\r\n", "  ba", " bababababa"})
    void everyTextSurvivesEncodingAndDecoding(String text) {
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void wordsOutsideTheVocabularyAreBytes() {
        SimTokenizer small = new SimTokenizer(SimTokenizer.LEAST_VOCABULARY);

        assertThat(small.encode(" ba")).containsExactly(SimTokenizer.FIRST_WORD);
        assertThat(small.encode(" baba")).hasSize(5);
    }

    @Test
    void specialIdsHaveNoText() {
        assertThat(tokenizer.decode(new int[] {SimTokenizer.END, SimTokenizer.PAD, 'a'}))
                .isEqualTo("a");
    }

    @Test
    void numbersAndHexAreWrittenAsJavaWritesThem() {
        for (long value : new long[] {0, 7, 10, 99, 100, 123456789012L, -5}) {
            assertThat(new ByteSink(1).number(value)).hasToString(Long.toString(value));
        }
        for (int value : new int[] {0, 1, 15, 16, 255, 4096, 65535}) {
            assertThat(new ByteSink(1).hex(value)).hasToString(Integer.toHexString(value));
        }
        assertThat(new ByteSink(1).jsonString("a\"\\\n\u0001é")).hasToString("\"a\\\"\\\\\\n\\u0001é\"");
        assertThat("é".getBytes(StandardCharsets.UTF_8)).hasSize(2);
    }
}
