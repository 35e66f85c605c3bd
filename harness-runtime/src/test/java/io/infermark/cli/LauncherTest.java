package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LauncherTest {
    private static List<byte[]> words(String... words) {
        return Stream.of(words)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<String> flagged(int arguments, String... words) {
        return Launcher.flagged(words(words), arguments, "test").stream()
                .map(word -> new String(word, StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Test
    void flagsStandBeforeTheOwnWordsWhichStayAsTheyAre() {
        List<String> words = flagged(2, "java", "-jar", "b.jar", "quick", "no\u00e4\u0001 utf-8");

        assertThat(words.get(0)).endsWith("/bin/java");
        assertThat(words).contains("-XX:TieredStopAtLevel=1", "-XX:+DisplayVMOutputToStderr");
        assertThat(words.subList(words.size() - 4, words.size()))
                .containsExactly("-jar", "b.jar", "quick", "no\u00e4\u0001 utf-8");
    }

    @Test
    void classPathFormIsUnderstood() {
        assertThat(flagged(0, "java", "-cp", "a:b", "io.infermark.cli.Launcher"))
                .endsWith("-cp", "a:b", "io.infermark.cli.Launcher");
    }

    @Test
    void ownFlagsOfTheUserAreLeftAlone() {
        assertThat(flagged(0, "java", "-Xmx1g", "-jar", "b.jar")).isEmpty();
        assertThat(flagged(1, "java", "-ea", "-jar", "b.jar", "x")).isEmpty();
        assertThat(flagged(0, "java", "@flags", "Main")).isEmpty();
        assertThat(flagged(3, "java")).isEmpty();
        assertThat(flagged(0)).isEmpty();
    }
}
