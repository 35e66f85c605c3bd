package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.plan.UsageException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsBuilderTest {
    private static Arguments wrong(String code, String text, Consumer<OptionsBuilder> call) {
        return Arguments.of(code, text, call);
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                wrong("[CountTooSmall]", "-f -1", b -> b.forks(-1)),
                wrong("[CountTooSmall]", "-wf -2", b -> b.warmupForks(-2)),
                wrong("[CountTooSmall]", "-wi -1", b -> b.warmupIterations(-1)),
                wrong("[CountTooSmall]", "-i 0", b -> b.measurementIterations(0)),
                wrong("[CountTooSmall]", "-requests 0", b -> b.requests(0)),
                wrong("[CountTooSmall]", "-warmupRequests 0", b -> b.warmupRequests(0)),
                wrong("[CountTooSmall]", "-t 0", b -> b.threads(0)),
                wrong("[CountTooSmall]", "-drain -1", b -> b.drainSeconds(-1)),
                wrong("[DurationMalformed]", "-r", b -> b.measurementTime("soon")),
                wrong("[DurationMalformed]", "-w", b -> b.warmupTime("0")),
                wrong("[DurationMalformed]", "-to", b -> b.timeout("3 weeks")),
                wrong("[DurationMalformed]", "-sto", b -> b.startTimeout("-4 s")),
                wrong("[SecretInline]", "-apiKey", b -> b.apiKey("sk-abcdef")),
                wrong("[HeaderMalformed]", "-header", b -> b.header("no colon")),
                wrong("[ResultFormatUnknown]", "Did you mean \"csv\"?", b -> b.resultFormat("cvs")),
                wrong("[CoresMalformed]", "0;1", b -> b.serverCores("0;1").build()),
                wrong(
                        "[StreamsNotShared]",
                        "-streamsPerConnection 100",
                        b -> b.streamsPerConnection(100).build()),
                wrong("[PullUnknown]", "-pull sometimes", b -> b.pull("sometimes")),
                wrong(
                        "[WindowTwice]",
                        "-r bounds",
                        b -> b.measurementTime("1 s").requests(2).build()),
                wrong(
                        "[WindowTwice]",
                        "-w bounds",
                        b -> b.warmupTime("1 s").warmupRequests(2).build()));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void wrongValuesAreRefusedWithCodeAndOption(String code, String text, Consumer<OptionsBuilder> call) {
        OptionsBuilder builder = new OptionsBuilder();
        assertThatThrownBy(() -> call.accept(builder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(code)
                .hasMessageContaining(text);
    }

    @Test
    void anInlineSecretIsNotRepeatedInTheMessage() {
        OptionsBuilder builder = new OptionsBuilder();
        assertThatThrownBy(() -> builder.apiKey("sk-abcdef")).hasMessageNotContaining("sk-abcdef");
    }

    @Test
    void whatIsLeftOutIsAsDeclared() {
        Options options = new OptionsBuilder().build();
        assertThat(options.overrides()).isEqualTo(io.infermark.plan.Overrides.NONE);
        assertThat(options.pull()).isEqualTo("never");
        assertThat(options.verbosity()).isEqualTo(Options.Verbosity.NORMAL);
    }

    @Test
    void aNumberWithoutAUnitIsSeconds() {
        assertThat(new OptionsBuilder()
                        .measurementTime("1.5")
                        .build()
                        .overrides()
                        .measurementTime())
                .isEqualTo(java.time.Duration.ofMillis(1500));
    }

    @Test
    void aClassIsNoPrefixOfAnother() {
        String regex = new OptionsBuilder()
                .include(String.class)
                .build()
                .overrides()
                .includes()
                .get(0);
        assertThat("java.lang.String[conc=1]").containsPattern(regex);
        assertThat("java.lang.StringBuilder[conc=1]").doesNotContainPattern(regex);
    }
}
