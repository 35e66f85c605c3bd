package io.infermark.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.compat.NumpyRandom;
import io.infermark.compat.RandomDataSet;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The data set of InferenceX's client, with the small tokenizer of {@link LocalTokenizerTest}. */
class InferencexPromptsTest {
    private static final PromptWindow MEASURED = new PromptWindow("p", 0, false, 0, 0);
    private static final PromptWindow WARMUP = new PromptWindow("p", 0, true, 0, 0);
    private static final int PROMPTS = 12;

    private static LocalTokenizer tokenizer() throws URISyntaxException {
        return LocalTokenizer.open(
                Path.of(Objects.requireNonNull(InferencexPromptsTest.class.getResource("/tokenizer/tokenizer.json"))
                        .toURI()),
                Path.of("target", "tokenizer-natives"));
    }

    @Test
    void textsAreRunsOfConsecutiveIdsOfTheModelsOwnVocabulary() throws URISyntaxException {
        try (LocalTokenizer tokenizer = tokenizer();
                InferencexPrompts prompts = InferencexPrompts.ofTexts(60, 3, 10, 1.0, tokenizer)) {
            prompts.draw(0);
            RandomDataSet data = RandomDataSet.draw(
                    new RandomDataSet.Shape(60, 3, 10, 1.0, 0, tokenizer.modelVocabularySize(), 0), new NumpyRandom(0));
            int unchanged = 0;
            for (int i = 0; i < data.size(); i++) {
                Prompt.Text prompt = (Prompt.Text) prompts.prompt(MEASURED, i, 1);
                assertThat(prompt.tokens()).isEqualTo(tokenizer.count(prompt.text(), false));
                assertThat(prompts.outputTokens(MEASURED, i)).isEqualTo(data.outputTokens(i));
                long[] wanted = Arrays.stream(data.ids(i)).asLongStream().toArray();
                String decoded = tokenizer.decode(wanted);
                if (tokenizer.count(decoded, false) == wanted.length) {
                    assertThat(prompt.text()).isEqualTo(decoded);
                    unchanged++;
                }
            }
            assertThat(unchanged).isPositive();
        }
    }

    @Test
    void aWarmUpSendsTheFirstPromptOnly() {
        try (InferencexPrompts prompts = InferencexPrompts.ofIds(PROMPTS, 40, 10, 0.8, 1000)) {
            prompts.draw(7);
            for (int i = 0; i < PROMPTS; i++) {
                assertThat(prompts.prompt(WARMUP, i, 1)).isSameAs(prompts.prompt(MEASURED, 0, 1));
                assertThat(prompts.outputTokens(WARMUP, i)).isEqualTo(prompts.outputTokens(MEASURED, 0));
            }
            assertThat(((Prompt.TokenIds) prompts.prompt(MEASURED, 1, 1)).ids())
                    .isNotEqualTo(((Prompt.TokenIds) prompts.prompt(MEASURED, 0, 1)).ids());
        }
    }

    @Test
    void waitsStartWhereTheDataSetEndedEveryTime() {
        try (InferencexPrompts prompts = InferencexPrompts.ofIds(PROMPTS, 40, 10, 0.8, 1000)) {
            prompts.draw(7);
            int first = prompts.waits().nextBits();
            assertThat(prompts.waits().nextBits()).isEqualTo(first);
            prompts.draw(8);
            assertThat(prompts.waits().nextBits()).isNotEqualTo(first);
        }
    }
}
