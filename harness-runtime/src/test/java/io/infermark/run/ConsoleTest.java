package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(OptionsBuilder options) {
        return Console.of(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                options.build());
    }

    @ParameterizedTest
    @CsvSource({"SILENT,result", "NORMAL,info result", "EXTRA,info detail result"})
    void verbositySaysWhatIsPrinted(Options.Verbosity verbosity, String expected) {
        try (Console console = console(new OptionsBuilder().verbosity(verbosity))) {
            console.info("info");
            console.detail("detail");
            console.result("result");
            console.error("error");
        }
        assertThat(out.toString(StandardCharsets.UTF_8).split("\\R")).containsExactly(expected.split(" "));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("error");
    }

    @Test
    void aCopyHoldsEverythingInOrder() throws IOException {
        Path copy = folder.resolve("copy.txt");
        try (Console console = console(new OptionsBuilder().output(copy))) {
            console.info("one");
            console.error("two");
            console.result("dr\u00e9i");
        }
        assertThat(Files.readAllLines(copy)).containsExactly("one", "two", "dr\u00e9i");
    }

    @Test
    void aCopyThatCannotBeWrittenIsTheEnvironmentsFault() {
        OptionsBuilder options = new OptionsBuilder().output(folder.resolve("none/copy.txt"));
        assertThatThrownBy(() -> console(options))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("[OutputUnwritable] -o ");
    }

    @Test
    void progressIsForTerminalsOnly() {
        try (Console console = console(new OptionsBuilder())) {
            console.progress("working");
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
