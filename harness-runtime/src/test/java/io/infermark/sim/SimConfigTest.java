package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimConfigTest {
    /** A full step of these has more than a hundred of them. */
    private static final Set<SimOption> ENGINE_TIMES =
            Set.of(SimOption.PREFILL_TOKEN_TIME, SimOption.DECODE_SEQUENCE_TIME, SimOption.KV_TOKEN_TIME);

    @Test
    void optionsSurviveTheRoundTrip() {
        SimConfig config = SimConfig.builder()
                .port(8123)
                .model("llama8b")
                .dialect(SimDialect.LLAMACPP)
                .seed(-7)
                .fixed(Duration.ofMillis(200), Duration.ofNanos(1_500))
                .tp(8)
                .pack("1,4,4")
                .fault("stall@5:2s")
                .faultRate(0.25)
                .option("cut", "7,3,1")
                .option("eos-after", "uniform:3-9")
                .build();

        assertThat(config.toOptions())
                .containsEntry("itl", "1500ns")
                .containsEntry("ttft", "200ms")
                .containsEntry("fault", "stall@5:2s")
                .doesNotContainKey("max-num-seqs");
        assertThat(SimConfig.parse(config.toOptions())).isEqualTo(config);
    }

    @Test
    void equalMeaningGivesEqualOptions() {
        assertThat(SimConfig.parse(Map.of("ttft", "0.25s", "timing", "FIXED", "acceptance", "0.70")))
                .isEqualTo(SimConfig.parse(Map.of("ttft", "250ms", "timing", "fixed")));
    }

    @ParameterizedTest
    @EnumSource(SimOption.class)
    void everyDefaultIsValidAndCanonical(SimOption option) {
        SimConfig config = SimConfig.parse(Map.of(option.optionName(), option.defaultText()));

        assertThat(config.toOptions()).isEmpty();
        assertThat(config).isEqualTo(SimConfig.defaults());
        assertThat(option.optionName()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    }

    @Test
    void unknownOptionNamesItsNearest() {
        assertThatThrownBy(() -> SimConfig.parse(Map.of("max-num-seq", "4")))
                .isInstanceOf(SimException.class)
                .hasMessage("[SimOptionUnknown] the simulator has no option \"max-num-seq\"."
                        + " Did you mean \"max-num-seqs\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "port, 70000",
        "port, x",
        "ttft, 5",
        "ttft, -5ms",
        "ttft, 1.2.3ms",
        "dialect, tgi",
        "acceptance, 1.5",
        "done, yes",
        "pack, 0",
        "pack, '1,,4'",
        "pack, uniform:4-1",
        "pack, weighted:",
        "pack, weighted:1",
        "pack, 'weighted:1=0.5,1=0.5'",
        "pack, 'weighted:1=0,2=1'",
        "pack, weighted:0=1",
        "pack, weighted:1=NaN",
        "cut, weighted:1=1",
        "cut, uniform:1-4",
        "fault, explode",
        "fault, status:200",
        "fault, rst:5",
        "fault, html@3",
        "vocabulary, 10"
    })
    void badValueSaysWhatIsAllowed(String option, String value) {
        assertThatThrownBy(() -> SimConfig.parse(Map.of(option, value)))
                .isInstanceOf(SimException.class)
                .hasMessageStartingWith("[SimOptionValue] simulator option \"" + option + "\" is \"" + value)
                .hasMessageContaining("must be");
    }

    static Stream<SimOption> durations() {
        return Arrays.stream(SimOption.values())
                .filter(option -> OptionReader.nanosOrNegative(option.defaultText()) >= 0
                        && option.defaultText().endsWith("s"));
    }

    @ParameterizedTest
    @MethodSource("durations")
    void durationAboveAYearIsRefused(SimOption option) {
        for (String value : List.of("525601m", "31536000.1s", "1000000000m", "9".repeat(400) + "m")) {
            assertThatThrownBy(() -> SimConfig.parse(Map.of(option.optionName(), value)))
                    .isInstanceOf(SimException.class)
                    .hasMessageStartingWith("[SimOptionValue] simulator option \"" + option.optionName() + "\" is \""
                            + value + "\", but must be a duration of at most 525600m (a year)");
        }
        if (!ENGINE_TIMES.contains(option)) {
            assertThat(SimConfig.parse(Map.of(option.optionName(), "525600m")).toOptions())
                    .containsEntry(option.optionName(), "525600m");
        }
    }

    @Test
    void allDurationsAreKnown() {
        assertThat(durations()).hasSizeGreaterThanOrEqualTo(18).contains(SimOption.ITL, SimOption.IDLE_TIMEOUT);
    }

    @Test
    void stallAboveAYearIsRefused() {
        assertThatThrownBy(() -> SimConfig.parse(Map.of("fault", "stall@5:525601m")))
                .hasMessageStartingWith("[SimOptionValue] simulator option \"fault\" is \"stall@5:525601m\"")
                .hasMessageContaining("at most 525600m (a year)");
        assertThat(Fault.parse("stall@5:525600m")).isPresent();
    }

    @Test
    void durationsThatNoLongHoldsAreRefusedLikeOthers() {
        SimConfig.Builder builder = SimConfig.builder();

        assertThatThrownBy(() -> builder.fixed(Duration.ofDays(200_000), Duration.ofSeconds(Long.MAX_VALUE))
                        .build())
                .hasMessageStartingWith("[SimOptionValue] simulator option \"ttft\" is \"");
    }

    @ParameterizedTest
    @CsvSource({"prefill-token-time, 1000m", "decode-sequence-time, 300000m", "kv-token-time, 300m"})
    void stepThatCouldTakeACenturyIsRefused(String option, String value) {
        Map<String, String> large = Map.of(option, value, "max-batched-tokens", "2000000", "max-num-seqs", "4000");

        assertThatThrownBy(() -> SimConfig.parse(large))
                .isInstanceOf(SimException.class)
                .hasMessageStartingWith("[SimStepTooLong]")
                .hasMessageContaining(option + "=" + value);
        assertThat(SimConfig.parse(Map.of(option, "10s")).toOptions()).containsEntry(option, "10s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "status:503",
                "error@5",
                "stall@5:2s",
                "rst@0",
                "fin@1",
                "half-close@2",
                "html",
                "json",
                "empty",
                "hang"
            })
    void faultsPrintAsTheyAreRead(String text) {
        assertThat(Fault.parse(text))
                .hasValueSatisfying(fault -> assertThat(fault).hasToString(text));
    }

    @Test
    void literalKeyIsNotPrinted() {
        SimConfig config = SimConfig.parse(new HashMap<>(Map.of("api-key", "s3cret")));

        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void uniformPlanCoversItsRangeAndRepeats() {
        TokenPlan plan = TokenPlan.parse("uniform:1-8", 1).orElseThrow();
        boolean[] seen = new boolean[9];
        for (int k = 0; k < 500; k++) {
            int count = plan.at(3, k);
            assertThat(count).isBetween(1, 8).isEqualTo(plan.at(3, k));
            seen[count] = true;
        }
        assertThat(seen).containsExactly(false, true, true, true, true, true, true, true, true);
    }

    @Test
    void weightedPlanFollowsItsWeightsAndRepeats() {
        TokenPlan plan = TokenPlan.parse("weighted: 1=7, 2=2,4=1.0", 1).orElseThrow();
        int[] seen = new int[5];
        for (int k = 0; k < 20_000; k++) {
            int count = plan.at(3, k);
            assertThat(plan.at(3, k)).isEqualTo(count);
            seen[count]++;
        }
        assertThat(plan).hasToString("weighted:1=7,2=2,4=1");
        assertThat(TokenPlan.parse(plan.toString(), 1)).hasValue(plan);
        assertThat(seen[1]).isBetween(13_700, 14_300);
        assertThat(seen[2]).isBetween(3_800, 4_200);
        assertThat(seen[4]).isBetween(1_850, 2_150);
        assertThat(seen[1] + seen[2] + seen[4]).isEqualTo(20_000);
    }
}
