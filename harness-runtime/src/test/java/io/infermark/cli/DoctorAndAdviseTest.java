package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorAndAdviseTest {
    @Test
    void doctorSaysTheSameInTextAndJsonAndItsExitCodeFollows() throws IOException {
        Cli.Ran text = Cli.run("doctor");
        Cli.Ran json = Cli.run("doctor", "--format", "json");

        JsonNode root = new ObjectMapper().readTree(json.out());
        assertThat(root.at("/schema/name").asText()).isEqualTo("infermark.doctor");
        assertThat(json.code()).isEqualTo(root.path("failed").asBoolean() ? ExitCode.ENVIRONMENT : ExitCode.GOOD);
        assertThat(text.code()).isEqualTo(json.code());
        root.path("checks").forEach(check -> {
            assertThat(text.out()).contains(check.path("check").asText());
            assertThat(check.path("status").asText()).isIn("ok", "warn", "fail", "not applicable");
            assertThat(check.path("evidence").asText()).isNotBlank();
        });
    }

    @Test
    void doctorHoldsTheHostAgainstABenchmark() {
        Cli.Ran unknown = Cli.run("doctor", "NoSuchBenchmark");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).startsWith("[SelectionEmpty]");
        assertThat(Cli.run("doctor", "Declared").err()).isEmpty();
    }

    @Test
    void adviseGivesATableAndTheSmallestThatHoldsTheStreams() {
        Cli.Ran ran =
                Cli.run("advise", "meta-llama/Llama-3.3-70B-Instruct", "h100", "--precision", "bf16", "--conc", "64");
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.out()).contains("80 layers, 8 KV heads of 128", "79.6 GiB each", "does not fit");
        assertThat(ran.lines()).last().asString().contains("bf16 with tp 4, 2 replicas");
    }

    @Test
    void adviseInJson() throws IOException {
        Cli.Ran ran = Cli.run(
                "advise",
                "deepseek-ai/DeepSeek-R1-0528",
                "mi355x",
                "--isl",
                "8192",
                "--precision",
                "fp8,fp4",
                "--format",
                "json");
        JsonNode root = new ObjectMapper().readTree(ran.out());
        assertThat(root.at("/model/experts").asInt()).isEqualTo(256);
        assertThat(root.path("candidates")).hasSize(20).allSatisfy(candidate -> {
            assertThat(candidate.path("headroom_gib").isNumber()).isTrue();
            assertThat(candidate.path("max_concurrency").isInt()).isTrue();
        });
        assertThat(root.at("/smallest/fits").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "meta-llama/Llama-3.1-8B,h1000,bf16,[HardwareUnknown]",
        "acme/Mystery,h100,bf16,[ModelUnknown]",
        "meta-llama/Llama-3.1-8B,h100,fp4,[PrecisionUnsupported]",
        "meta-llama/Llama-3.1-8B,h100,fp3,[PrecisionUnsupported]"
    })
    void whatIsNotKnownIsNamed(String model, String hardware, String precision, String code) {
        Cli.Ran ran = Cli.run("advise", model, hardware, "--precision", precision);
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith(code);
    }

    @Test
    void aModelCanBeStatedByItsShape() {
        Cli.Ran ran = Cli.run(
                "advise",
                "acme/Mystery",
                "h200",
                "--params-billions",
                "30",
                "--layers",
                "48",
                "--kv-heads",
                "4",
                "--head-dim",
                "128");
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.out()).contains("30.00 billion parameters, 48 layers");
    }
}
