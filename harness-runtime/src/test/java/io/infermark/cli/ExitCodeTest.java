package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(\\d+)` \\|", Pattern.MULTILINE);
    private static final Pattern HELP = Pattern.compile("^ {2}(\\d+) {2}", Pattern.MULTILINE);

    private static List<Integer> codes() throws IllegalAccessException {
        List<Integer> codes = new ArrayList<>();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.getType() == int.class) {
                codes.add(field.getInt(null));
            }
        }
        return codes;
    }

    private static List<Integer> found(Pattern pattern, String text) {
        List<Integer> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(Integer.valueOf(matcher.group(1)));
        }
        return found;
    }

    @Test
    void theDocumentListsExactlyTheCodes() throws IOException, IllegalAccessException {
        Path document = Path.of("docs/exit-codes.md");
        String text = Files.readString(
                Files.exists(document) ? document : Path.of("..").resolve(document));
        assertThat(found(ROW, text)).containsExactlyElementsOf(codes()).hasSize(5);
    }

    @Test
    void theHelpListsExactlyTheCodes() throws IllegalAccessException {
        assertThat(found(HELP, Cli.run("-h").out())).containsExactlyElementsOf(codes());
    }
}
