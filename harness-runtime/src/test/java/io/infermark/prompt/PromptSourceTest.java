package io.infermark.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.model.WorkloadSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptSourceTest {
    private static final PromptWindow WINDOW = new PromptWindow("a.B[tp=1]", 0, false, 0, 42);

    private static int[] ids(PromptSource source, PromptWindow window, int index, int tokens) {
        return ((Prompt.TokenIds) source.prompt(window, index, tokens)).ids();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 8_192})
    void idsHaveTheLengthAndStayInTheRange(int tokens) {
        TokenIdPrompts source = TokenIdPrompts.inRange(1_000, 32_000);
        for (int index = 0; index < 200; index++) {
            int[] ids = ids(source, WINDOW, index, tokens);
            assertThat(ids).hasSize(tokens);
            assertThat(Arrays.stream(ids).allMatch(id -> id >= 1_000 && id < 32_000))
                    .isTrue();
        }
    }

    @Test
    void theFirstTokenAloneDiffersThroughoutAWindow() {
        TokenIdPrompts source = TokenIdPrompts.inRange(1_000, 32_000);
        Set<Integer> first = new HashSet<>();
        for (int index = 0; index < 15_500; index++) {
            assertThat(first.add(ids(source, WINDOW, index, 1)[0]))
                    .as("index %d", index)
                    .isTrue();
        }
    }

    @Test
    void promptsOfWarmUpAndMeasurementNeverBeginAlike() {
        TokenIdPrompts source = TokenIdPrompts.inRange(1_000, 32_000);
        PromptWindow warmup = new PromptWindow(WINDOW.pointId(), 0, true, 0, 42);
        Set<Integer> warm = new HashSet<>();
        Set<Integer> measured = new HashSet<>();
        for (int index = 0; index < 5_000; index++) {
            warm.add(ids(source, warmup, index, 4)[0]);
            measured.add(ids(source, WINDOW, index, 4)[0]);
        }
        assertThat(warm).doesNotContainAnyElementsOf(measured);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, -7, Long.MAX_VALUE})
    void firstBlocksDifferBetweenAllWindowsOfARun(long seed) {
        TokenIdPrompts source = TokenIdPrompts.inRange(1_000, 32_000);
        Set<List<Integer>> blocks = new HashSet<>();
        int made = 0;
        for (String point : List.of("p[conc=1]", "p[conc=2]")) {
            for (int fork = 0; fork < 2; fork++) {
                for (boolean warmup : new boolean[] {false, true}) {
                    for (int iteration = 0; iteration < 3; iteration++) {
                        for (int index = 0; index < 300; index++) {
                            PromptWindow window = new PromptWindow(point, fork, warmup, iteration, seed);
                            blocks.add(Arrays.stream(ids(source, window, index, 16))
                                    .boxed()
                                    .toList());
                            made++;
                        }
                    }
                }
            }
        }
        assertThat(blocks).as("seed %d", seed).hasSize(made);
    }

    @Test
    void aWindowIsReplayedExactlyAndAnotherSeedIsAnotherWindow() {
        TokenIdPrompts source = TokenIdPrompts.inRange(1_000, 32_000);
        PromptWindow other = new PromptWindow(WINDOW.pointId(), 0, false, 0, 43);
        assertThat(ids(source, WINDOW, 5, 100)).isEqualTo(ids(TokenIdPrompts.inRange(1_000, 32_000), WINDOW, 5, 100));
        assertThat(ids(source, WINDOW, 5, 100)).isNotEqualTo(ids(source, other, 5, 100));
    }

    @Test
    void aPromptOfAWindowIsTheSameOnEveryMachineAndRelease() {
        assertThat(ids(TokenIdPrompts.inRange(1_000, 32_000), WINDOW, 3, 6)).containsExactly(FROZEN);
    }

    private static final int[] FROZEN = {4258, 14336, 24306, 24116, 25835, 1014};

    @Test
    void idsSpreadOverTheWholeRange() {
        int[] ids = ids(TokenIdPrompts.inRange(0, 1_000), WINDOW, 0, 100_000);
        assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(1_000);
        assertThat(Arrays.stream(ids).average().orElseThrow()).isBetween(490.0, 510.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 512, 4_000, 32_000, 49_152, 128_256, 151_936})
    void theSafeRangeLiesWithinTheVocabulary(int vocabulary) {
        TokenIdPrompts safe = TokenIdPrompts.forVocabulary(vocabulary);
        assertThat(safe.first()).isPositive();
        assertThat(safe.end()).isLessThan(vocabulary).isLessThanOrEqualTo(32_000);
    }

    @Test
    void tooFewIdsAreRefused() {
        assertThatThrownBy(() -> TokenIdPrompts.inRange(10, 20)).hasMessageStartingWith("[TokenRange]");
    }

    @Test
    void lengthsAreUniformFromTheFloorToTheNominal() {
        LengthPlan plan = new LengthPlan(new WorkloadSpec("w", 101, 10, 0.8), WINDOW);
        int[] isl = IntStream.range(0, 5_000).map(plan::inputTokens).toArray();
        int[] osl = IntStream.range(0, 5_000).map(plan::outputTokens).toArray();
        assertThat(Arrays.stream(isl).min()).hasValue(80);
        assertThat(Arrays.stream(isl).max()).hasValue(101);
        assertThat(Arrays.stream(osl).distinct().sorted().toArray()).containsExactly(8, 9, 10);
        assertThat(Arrays.stream(isl).average().orElseThrow()).isBetween(89.5, 91.5);
    }

    @Test
    void lengthsAreNominalWithoutARatioAndNeverBelowOne() {
        LengthPlan nominal = new LengthPlan(WorkloadSpec.of(128, 32), WINDOW);
        LengthPlan tiny = new LengthPlan(new WorkloadSpec("w", 1, 1, 0.1), WINDOW);
        assertThat(IntStream.range(0, 100).map(nominal::inputTokens).distinct().toArray())
                .containsExactly(128);
        assertThat(IntStream.range(0, 100).map(tiny::outputTokens).distinct().toArray())
                .containsExactly(1);
    }

    @Test
    void estimatesSayThatTheyAreEstimates() {
        WordPrompts source = WordPrompts.estimate();
        assertThat(source.kind()).isEqualTo(PromptKind.ESTIMATE);
        assertThat(source.kind().exact()).isFalse();
        assertThat(source.description()).contains("usage only");
        assertThat(source.prompt(WINDOW, 0, 100).text().split(" ", -1)).hasSize(100);
    }

    @Test
    void aTokenizerThatSplitsSomeWordsLeavesOnlyTheWholeOnes() {
        WordPrompts source = WordPrompts.exact(new LongWordsSplit(1), true);
        for (int tokens : new int[] {2, 3, 50, 4_000}) {
            Prompt.Text prompt = source.prompt(WINDOW, tokens, tokens);
            assertThat(new LongWordsSplit(1).count(prompt.text(), true)).isEqualTo(tokens);
            assertThat(prompt.text()).doesNotContainPattern("[a-z]{5}");
        }
        assertThat(source.kind()).isEqualTo(PromptKind.SERVER_TOKENIZER);
    }

    @Test
    void aTokenizerOfLettersHasNoWordsOfOneToken() {
        assertThatThrownBy(() -> WordPrompts.exact(new Counting((text, special) -> text.length()), false))
                .isInstanceOf(PromptException.class)
                .hasMessageStartingWith("[PromptTokenizer]")
                .hasMessageContaining("token ids");
    }

    @Test
    void aTokenizerWhoseWordsHaveTheSpaceBeforeThemBeginsTextsWithALetter() {
        TextTokenizer spaced = new Counting((text, special) -> {
            String[] words = text.split(" ", -1);
            int tokens = words[0].length();
            for (int i = 1; i < words.length; i++) {
                tokens += words[i].length() <= 4 ? 1 : words[i].length() + 1;
            }
            return tokens;
        });
        WordPrompts source = WordPrompts.exact(spaced, false);
        for (int tokens : new int[] {1, 2, 50, 4_000}) {
            assertThat(spaced.count(source.prompt(WINDOW, tokens, tokens).text(), false))
                    .isEqualTo(tokens);
        }
    }

    @Test
    void aTokenizerWhoseTokensSpanWordsIsFoundOut() {
        TextTokenizer merging = new Counting((text, special) -> {
            int words = text.isEmpty() ? 0 : text.split(" ", -1).length;
            return words > 100 ? words - words / 100 : words;
        });
        assertThatThrownBy(() -> WordPrompts.exact(merging, false))
                .isInstanceOf(PromptException.class)
                .hasMessageStartingWith("[PromptTokenizer]")
                .hasMessageContaining("span words");
    }

    @Test
    void textsOfAWindowDifferInTheirFirstBlock() {
        SplittableRandom random = new SplittableRandom(1);
        WordPrompts source = WordPrompts.exact(new LongWordsSplit(0), false);
        Set<String> blocks = new HashSet<>();
        for (int index = 0; index < 5_000; index++) {
            String text = source.prompt(WINDOW, index, 16 + random.nextInt(3)).text();
            blocks.add(String.join(" ", Arrays.asList(text.split(" ", -1)).subList(0, 16)));
        }
        assertThat(blocks).hasSize(5_000);
    }

    /** Words of up to four letters are one token, longer ones two. */
    private static final class LongWordsSplit extends Counting {
        LongWordsSplit(int bos) {
            super((text, special) -> {
                int tokens = special ? bos : 0;
                for (String word : text.split(" ", -1)) {
                    tokens += word.isEmpty() ? 0 : word.length() <= 4 ? 1 : 2;
                }
                return tokens;
            });
        }
    }

    private interface Count {
        int of(String text, boolean special);
    }

    private static class Counting implements TextTokenizer {
        private final Count count;

        Counting(Count count) {
            this.count = count;
        }

        @Override
        public PromptKind kind() {
            return PromptKind.SERVER_TOKENIZER;
        }

        @Override
        public String description() {
            return "a test's tokenizer";
        }

        @Override
        public int count(String text, boolean special) {
            return count.of(text, special);
        }

        @Override
        public List<String> candidates() {
            return List.of();
        }
    }
}
