package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.conformance.ConformanceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that stand for upstream's scripts, from their arguments to their exit codes. */
class ReportCommandsTest {
    private static final String ROW = """
            {"hw": "%s", "conc": 64, "model": "org/M", "infmax_model_prefix": "dsr1", "framework": "sglang", "precision": "fp8",
             "spec_decoding": "none", "disagg": false, "isl": 1024, "osl": 1024, "is_multinode": false, "tp": 8, "ep": 1,
             "dp_attention": "false", "tput_per_gpu": %s, "output_tput_per_gpu": 5, "input_tput_per_gpu": 5,
             "median_ttft": 0.2, "median_tpot": 0.01, "median_intvty": 100, "median_e2el": 8.5}""";

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void summarizePrintsTablesWithTheDisclaimer() throws IOException {
        file("results/agg_1.json", ROW.formatted("h200", "10.5"));
        file("results/other.json", "no json");
        Cli.Ran ran = Cli.run("summarize", folder.resolve("results").toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("## Single-Node Results", "Unofficial must be explicitly labelled", "| dsr1 ", "10.5 |");
    }

    @Test
    void anAggregateWithoutAFieldIsNamed() throws IOException {
        file("results/agg_1.json", "{\"is_multinode\": false, \"hw\": \"h200\"}");
        Cli.Ran ran = Cli.run("summarize", folder.resolve("results").toString());
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("[AggregateIncomplete]", "h200");
    }

    @Test
    void compareFindsTheSamePointOnTheSameHardware() throws IOException {
        file("new/agg_1.json", ROW.formatted("h200-trt", "11"));
        file("new/agg_2.json", ROW.formatted("mi355x", "7"));
        file("old/agg_1.json", ROW.formatted("h200", "10"));
        Cli.Ran ran = Cli.run(
                "compare",
                folder.resolve("new").toString(),
                "--baseline",
                folder.resolve("old").toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("$\\color{green}\\text{+1.00}$ (+10.0%)");
        assertThat(ran.out().lines().filter(line -> line.contains("MI355X")))
                .singleElement()
                .asString()
                .contains("N/A")
                .doesNotContain("color");
    }

    @Test
    void powerIsPublishedOnlyIfItIsSound() throws IOException {
        String csv =
                ConformanceFiles.read("misc_head.json").at("/power_run/0/csv").asText();
        String bench =
                ConformanceFiles.read("misc_head.json").at("/power_run/0/bench").toString();
        Path aggregate = file("agg.json", "{\"hw\": \"x\", \"avg_power_w\": 1}");
        String[] arguments = {
            "power",
            "--csv",
            file("gpu.csv", csv).toString(),
            "--bench-result",
            file("result.json", bench).toString(),
            "--agg-result",
            aggregate.toString(),
            "--time-zone",
            "UTC",
            "--require-power",
            "--expected-num-gpus",
            "2"
        };
        assertThat(Cli.run(arguments).code()).isZero();
        assertThat(Files.readString(aggregate)).contains("total_gpu_energy_j");
        arguments[arguments.length - 1] = "3";
        Cli.Ran wrong = Cli.run(arguments);
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("expected_gpu_count_mismatch");
        assertThat(Files.readString(aggregate)).contains("\"power_valid\" : 0").doesNotContain("energy", "avg_power_w");
    }

    @Test
    void scoresBelowTheirThresholdAreExitCodeOne() throws IOException {
        Path meta = file("meta_env.json", "{\"infmax_model_prefix\": \"dsr1\", \"conc\": 64}");
        file("results_1.json", "{\"results\": {\"gsm8k\": {\"exact_match,strict-match\": 0.9}}}");
        String glob = folder.resolve("results*.json").toString();
        Cli.Ran low = Cli.run("evals", "validate", "--meta-env", meta.toString(), "--results-glob", glob);
        assertThat(low.code()).isEqualTo(1);
        assertThat(low.err()).contains("FAIL: gsm8k exact_match,strict-match = 0.9000 (< 0.91 from models.dsr1)");
        Path lower = file("thresholds.json", "{\"gsm8k\": 0.5}");
        Cli.Ran good = Cli.run(
                "evals",
                "validate",
                "--meta-env",
                meta.toString(),
                "--results-glob",
                glob,
                "--thresholds",
                lower.toString());
        assertThat(good.code()).as("%s", good).isZero();
        assertThat(good.out()).contains("(>= 0.5 from default)", "no per-model override");
    }

    @Test
    void priorityAnnotatesEveryRow() throws IOException {
        Path matrix = file("matrix.json", "{\"single_node\": [{\"runner\": \"h200\", \"framework\": \"sglang\"}]}");
        Cli.Ran ran = Cli.run("matrix", "priority", "--input", matrix.toString(), "--event-name", "push");
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(ran.out()).contains("\"priority\":\"3.500\"").containsPattern("\"queue-token\":\"[0-9a-f]{32}\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "summarize /no/such/folder | [DirectoryMissing] | /no/such/folder",
                "compare . | [Arguments] | --baseline",
                "evals | [BadArgument] | collect or validate",
                "evals collect /no/such/folder x | [DirectoryMissing] | /no/such/folder",
                "evals collect . x size | [OrderUnknown] | model_prefix or hw",
                "evals validate --thresholds /no/such/file | [FileMissing] | /no/such/file",
                "matrix priority --labels-json {} | [ArrayExpected] | --labels-json",
                "matrix priority --criteria-json [\"fastest\"] | [CriteriaUnknown] | fastest",
                "power --csv x --bench-result x --agg-result x --expected-num-gpus 1 --time-zone Mars | [ZoneUnknown] | UTC",
                "-server http://h:1 -compat vllm | [CompatUnknown] | inferencex",
                "-server http://h:1 -compat inferencex -r 5 | [CompatWindow] | -requests"
            })
    void whatIsKnowableFromArgumentsIsExitCodeTwo(String line, String code, String advice) {
        Cli.Ran ran = Cli.run(line.split(" "));
        assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains(code).contains(advice).doesNotContain("\tat ");
    }
}
