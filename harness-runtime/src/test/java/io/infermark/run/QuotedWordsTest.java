package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.plan.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuotedWordsTest {
    private static List<String> split(String text) {
        return QuotedWords.split("-jvmArgs", text);
    }

    @Test
    void spacesSeparateWords() {
        assertThat(split("")).isEmpty();
        assertThat(split(" \t\n ")).isEmpty();
        assertThat(split("  -Xmx1g \t -Da=b\n")).containsExactly("-Xmx1g", "-Da=b");
    }

    /** What JMH takes for one argument is one here. */
    @Test
    void doubleQuotesKeepSpaces() {
        assertThat(split("\"-Da=b c\" -Dd")).containsExactly("-Da=b c", "-Dd");
        assertThat(split("-Da=\"b c\"d")).containsExactly("-Da=b cd");
        assertThat(split("a \"\" b")).containsExactly("a", "", "b");
        assertThat(split("it's 'a b'")).containsExactly("it's", "'a", "b'");
    }

    @Test
    void backslashesMeanSomethingBeforeAQuoteOnly() {
        assertThat(split("-Da=C:\\x\\\\y\\")).containsExactly("-Da=C:\\x\\\\y\\");
        assertThat(split("-Da=\\\"b\\\"")).containsExactly("-Da=\"b\"");
        assertThat(split("\"C:\\a b\\\\\" c")).containsExactly("C:\\a b\\", "c");
    }

    @Test
    void anOpenQuoteIsRefused() {
        assertThatThrownBy(() -> split("-Da=\"b c"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[QuoteOpen] -jvmArgs ");
        assertThatThrownBy(() -> split("\"C:\\\"")).hasMessageStartingWith("[QuoteOpen]");
    }

    @Test
    void whatNeedsNoQuotesHasNone() {
        assertThat(QuotedWords.join(List.of("-Xmx1g", "-Da='$b'", "C:\\"))).isEqualTo("-Xmx1g -Da='$b' C:\\");
        // Alone it would be taken for an option of ours.
        assertThat(QuotedWords.join(List.of("-server", "-ea"))).isEqualTo("\"-server\" -ea");
        assertThat(QuotedWords.join(List.of())).isEmpty();
    }

    @Test
    void anyWordsComeBack() {
        SplittableRandom random = new SplittableRandom(1);
        String letters = "-e\\\" a'\t\n\u00a0";
        for (int i = 0; i < 20_000; i++) {
            List<String> words = new ArrayList<>();
            for (int w = random.nextInt(4); w > 0; w--) {
                StringBuilder word = new StringBuilder();
                for (int c = random.nextInt(6); c > 0; c--) {
                    word.append(letters.charAt(random.nextInt(letters.length())));
                }
                words.add(word.toString());
            }
            String joined = QuotedWords.join(words);
            assertThat(split(joined)).as(joined).isEqualTo(words);
        }
    }
}
