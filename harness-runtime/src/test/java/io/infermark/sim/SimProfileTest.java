package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of a profile and options given beside it are one configuration; errors say which line they come from. */
class SimProfileTest {
    private Path file = Path.of("");

    @BeforeEach
    void name(@TempDir Path folder) {
        file = folder.resolve("h100.properties");
    }

    private SimConfig parse(String lines, String... more) throws IOException {
        Files.writeString(file, lines);
        Map<String, String> options = new HashMap<>(Map.of("profile", file.toString()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return SimConfig.parse(options);
    }

    @Test
    void optionsWinAndTheProfileItselfIsNoOptionOfTheResult() throws IOException {
        assertThat(parse("step-time=6ms\nmax-num-seqs = 64\n", "max-num-seqs", "8")
                        .toOptions())
                .isEqualTo(Map.of("step-time", "6ms", "max-num-seqs", "8"));
    }

    @Test
    void linesThatAreValidOnlyTogetherWithAnOptionAreTaken() throws IOException {
        assertThat(parse("lora=sql\ndialect=llamacpp\n", "dialect", "vllm")
                        .serving()
                        .loras())
                .containsExactly("sql");
        assertThat(parse("lora=sim-model\n", "model", "llama8b").serving().loras())
                .containsExactly("sim-model");
    }

    @Test
    void aValueThatAnOptionOverridesIsNotRead() throws IOException {
        assertThat(parse("step-time=6\n", "step-time", "6ms").toOptions())
                .containsExactly(Map.entry("step-time", "6ms"));
    }

    @ParameterizedTest
    @CsvSource({
        "'step-time=6\n', SimOptionValue, 1",
        "'# fitted\n\n! on one GPU\n  max-num-seqs=64\n\tstep-time : 6\n', SimOptionValue, 5",
        "'pack=1,\\\n  4\nstep-time=6\n', SimOptionValue, 3",
        "'# no continuation \\\nstep-time=6\n', SimOptionValue, 2",
        "'step-time=6ms\r\nstep-time=6\r\n', SimOptionValue, 2",
        "'max-num-seqs=64\nstep-tiem=6ms\n', SimOptionUnknown, 2",
        "'pack=1\nprofile=other\n', SimProfileUnreadable, 2",
        "'pack=1\nmodel=\\u12\n', SimProfileUnreadable, 2",
        "'ttft=525601m\n', SimOptionValue, 1",
        "'pack=1\nprefill-token-time=525600m\n', SimStepTooLong, 2",
    })
    void errorOfALineNamesFileAndLine(String lines, String code, int line) {
        assertThatThrownBy(() -> parse(lines))
                .isInstanceOfSatisfying(
                        SimException.class, error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageStartingWith("[" + code + "]")
                .hasMessageContaining("the profile " + file + ", line " + line);
    }

    @Test
    void theLastOfTwoLinesCounts() throws IOException {
        assertThat(parse("step-time=6\nstep-time=7ms\n").toOptions()).containsExactly(Map.entry("step-time", "7ms"));
    }

    @Test
    void errorOfAnOptionThatDoesNotGoWithALineNamesTheLine() {
        assertThatThrownBy(() -> parse("pack=4\ndialect=llamacpp\n", "lora", "sql"))
                .hasMessageStartingWith("[SimOptionValue] simulator option \"lora\"")
                .hasMessageContaining("\"dialect\" in the profile " + file + ", line 2");
    }

    @Test
    void errorOfAnOptionAloneDoesNotBlameTheProfile() {
        assertThatThrownBy(() -> parse("itl=1ms\n", "itl", "5"))
                .hasMessageStartingWith("[SimOptionValue] simulator option \"itl\" is \"5\"")
                .hasMessageNotContaining("profile");
    }

    @Test
    void fileThatCannotBeReadIsACodedError() {
        assertThatThrownBy(() -> SimConfig.parse(Map.of("profile", file.toString())))
                .hasMessageStartingWith("[SimProfileUnreadable] the profile " + file + " cannot be read");
    }
}
