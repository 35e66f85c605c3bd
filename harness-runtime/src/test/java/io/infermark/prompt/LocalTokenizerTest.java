package io.infermark.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource is a small byte-level BPE: 90 words with and without a space before them, letters, five special tokens, and a BOS that is added to whole texts. */
class LocalTokenizerTest {
    @TempDir
    Path folder;

    private static Path file() throws URISyntaxException {
        return Path.of(LocalTokenizerTest.class
                .getResource("/tokenizer/tokenizer.json")
                .toURI());
    }

    private static Path cache() {
        return Path.of("target", "tokenizer-natives");
    }

    @Test
    void countsAsTheTokenizerDoesWithAndWithoutBos() throws Exception {
        try (LocalTokenizer tokenizer = LocalTokenizer.open(file(), cache())) {
            assertThat(tokenizer.count("the day", false)).isEqualTo(2);
            assertThat(tokenizer.count("the day", true)).isEqualTo(3);
            assertThat(tokenizer.count("", false)).isZero();
            assertThat(tokenizer.encode("the", true)[0]).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 128, 1_024, 8_192})
    void textsHaveExactlyTheLengthAskedFor(int tokens) throws Exception {
        try (LocalTokenizer tokenizer = LocalTokenizer.open(file(), cache())) {
            WordPrompts content = WordPrompts.exact(tokenizer, false);
            WordPrompts completion = WordPrompts.exact(tokenizer, true);
            for (int index = 0; index < 5; index++) {
                PromptWindow window = new PromptWindow("p", 0, false, index, 7);
                Prompt.Text plain = content.prompt(window, index, tokens);
                assertThat(tokenizer.count(plain.text(), false)).isEqualTo(tokens);
                assertThat(plain.tokens()).isEqualTo(tokens);
                Prompt.Text whole = completion.prompt(window, index, Math.max(2, tokens));
                assertThat(tokenizer.count(whole.text(), true)).isEqualTo(Math.max(2, tokens));
            }
            assertThat(content.kind()).isEqualTo(PromptKind.LOCAL_TOKENIZER);
        }
    }

    @Test
    void takesItsWordsFromTheVocabulary() throws Exception {
        try (LocalTokenizer tokenizer = LocalTokenizer.open(file(), cache())) {
            assertThat(tokenizer.candidates()).hasSize(90).contains("the", "day");
            assertThat(tokenizer.vocabularySize()).isEqualTo(212);
        }
    }

    @Test
    void idsLeaveAddedTokensOut() throws Exception {
        try (LocalTokenizer tokenizer = LocalTokenizer.open(file(), cache())) {
            TokenIdPrompts ids = tokenizer.tokenIdPrompts();
            assertThat(ids.first()).isGreaterThan(3);
            assertThat(ids.end()).isLessThanOrEqualTo(211);
        }
    }

    @Test
    void aFolderIsAsGoodAsTheFile() throws Exception {
        try (LocalTokenizer tokenizer = LocalTokenizer.open(Objects.requireNonNull(file().getParent()), cache())) {
            assertThat(tokenizer.count("the", false)).isEqualTo(1);
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> LocalTokenizer.open(folder, cache()))
                .isInstanceOf(PromptException.class)
                .hasMessageStartingWith("[TokenizerMissing]")
                .hasMessageContaining("tokenizer.json");
    }

    @Test
    void aFileThatIsNoTokenizerIsNamed() throws IOException {
        Path bad = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 7}");
        assertThatThrownBy(() -> LocalTokenizer.open(bad, cache()))
                .isInstanceOf(PromptException.class)
                .hasMessageStartingWith("[TokenizerUnreadable]");
    }
}
