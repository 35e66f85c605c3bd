package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is answered before anything is started. */
class MainTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-bm", "-bs", "-wbs", "-opi", "-si", "-tg", "-wm", "-wmb"})
    void flagsOfJmhWithoutAMeaningAreRefusedWithTheReason(String flag) {
        for (String[] arguments : List.of(new String[] {flag, "1"}, new String[] {"Declared", flag, "1"})) {
            Cli.Ran ran = Cli.run(arguments);
            assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.USAGE);
            assertThat(ran.err()).startsWith("[FlagOfJmh] " + flag + " ").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p bacth=small | [AxisUnknown] | Did you mean \"batch\"?",
                "-p batch=smal | [AxisValueUnknown] | Did you mean \"small\"?",
                "-p batch | [ParamMalformed] | axis=value",
                "Declared( | [RegexMalformed] | no regular expression",
                "Undeclared | [SelectionEmpty] | io.infermark.cli.Declared",
                "--excluude x | [Arguments] | --exclude",
                "-i many | [Arguments] | many",
                "-i 0 | [CountTooSmall] | -i 0",
                "-r never | [DurationMalformed] | never",
                "-r 1 -requests 3 | [WindowTwice] | one of them",
                "-rf cvs | [ResultFormatUnknown] | Did you mean \"csv\"?",
                "-v loud | [VerbosityUnknown] | SILENT",
                "-pull maybe | [PullUnknown] | never, missing or always",
                "-protocol grpc | [ProtocolUnknown] | chat",
                "-server http://h:1 -dialect vlm | [DialectUnknown] | Did you mean \"vllm\"? Known: vllm, sglang,",
                "-server localhost:1 | [UrlMalformed] | http://localhost:1",
                "-server http://h:1 -apiKey sk-12345 | [SecretInline] | env:NAME",
                "-server http://h:1 -apiKey env:NO_SUCH_VARIABLE_4711 | [SecretMissing] | NO_SUCH_VARIABLE_4711",
                "-server http://h:1 -apiKey file:/no/such/file | [SecretMissing] | /no/such/file",
                "-server http://h:1 -ca /no/such.pem | [TlsFileUnreadable] | /no/such.pem",
                "-server http://h:1 -clientCert /no/such.pem | [TlsClientCertificateForm] | cert.pem,key.pem",
                "-server http://h:1 -body top_k=many | [BodyFieldMalformed] | top_k",
                "-server http://h:1 -body stream=false | [BodyFieldNeeded] | stream",
                "-server http://h:1 -header nothing | [HeaderMalformed] | Name: value",
                "-server http://h:1 -t 4096 | [ThreadsMany] | 4096",
                "-server http://h:1 -jvm /no/such/java | [JvmMissing] | /no/such/java",
                "Declared | [EndpointEmpty] | -server URL",
                "quick | [Arguments] | URL",
                "quick http://h:1 --isl 0 | [CountTooSmall] | --isl",
                "quick http://h:1 --concurrency 1,x | [Arguments] | x",
                "quick http://h:1 --dialect grpc | -dialect: [DialectUnknown] | Known: vllm, sglang, trtllm, llama.cpp, tgi, transformers, dynamo, sim, openai.",
                "quick nothing | [UrlMalformed] | http://nothing",
                "sim --prot 1 | [SimOptionUnknown] | port",
                "sim 8000 | [SimArgument] | --name value",
                "records /no/such/folder | [DirectoryMissing] | /no/such/folder"
            })
    void whatIsKnowableFromArgumentsIsExitCodeTwoWithACodeAndAnAdvice(String line, String code, String advice) {
        Cli.Ran ran = Cli.run(line.split(" "));
        assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains(code).contains(advice).doesNotContain("\tat ", "sk-12345");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void whatThisMachineCannotDoIsExitCodeThree() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (String[] arguments : List.of(
                new String[] {"Declared", "-server", "http://127.0.0.1:1", "-out", file.toString()},
                new String[] {
                    "quick", "http://127.0.0.1:1", "-out", file.resolve("below").toString()
                },
                new String[] {"Declared", "-server", "http://127.0.0.1:1", "-o", "/no/such/folder/file"},
                new String[] {"Declared", "-server", "http://127.0.0.1:1", "-rff", "/no/such/folder/file"})) {
            Cli.Ran ran = Cli.run(arguments);
            assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(ran.err()).startsWith("[OutputUnwritable]").hasLineCount(1);
        }
    }

    @Test
    void wrongArgumentsLeaveNoDirectoryBehind() {
        Path out = folder.resolve("out");
        assertThat(Cli.run("Declared", "-out", out.toString()).code()).isEqualTo(ExitCode.USAGE);
        assertThat(out).doesNotExist();
    }

    @Test
    void resumingNothingIsExitCodeTwo() {
        Cli.Ran ran = Cli.run(
                "Declared",
                "-server",
                "http://h:1",
                "-resume",
                "-out",
                folder.resolve("none").toString());
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith("[ResumeNothing]");
    }

    @Test
    void benchmarksAxesPointsAndFormatsAreListed() {
        assertThat(Cli.run("-l").lines()).containsExactly("io.infermark.cli.Declared");
        assertThat(Cli.run("-lp").lines())
                .containsExactly(
                        "io.infermark.cli.Declared",
                        "  batch = small, large",
                        "  isl = 16",
                        "  osl = 4",
                        "  conc = 1, 2, 4");
        assertThat(Cli.run("-lrf").lines())
                .containsExactly("json", "inferencex", "inferencex-agg", "jmh", "csv", "text");
        Cli.Ran points = Cli.run("-lpoints", "-p", "batch=small", "-e", "conc=2");
        assertThat(points.code()).isZero();
        assertThat(points.lines().stream().map(line -> line.replaceAll("  ~.*", "")))
                .containsExactly(
                        "io.infermark.cli.Declared[batch=small,isl=16,osl=4,conc=1]",
                        "io.infermark.cli.Declared[batch=small,isl=16,osl=4,conc=4]");
        assertThat(points.lines()).allMatch(line -> line.matches(".*  ~[0-9]+ (s|min|h)"));
    }

    @Test
    void helpGoesToStandardOutputAndIsGood() {
        for (String[] arguments : List.of(
                new String[] {"-h"}, new String[] {"--help"}, new String[] {"help"}, new String[] {"run", "-h"})) {
            Cli.Ran ran = Cli.run(arguments);
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("quick", "records", "reap");
            assertThat(ran.err()).isEmpty();
        }
        assertThat(Cli.run("-h").out())
                .contains("Exit codes:", "-wi", "-lpoints", "-resume", "-rff", "130  interrupted");
        assertThat(Cli.run("quick", "-h").out()).contains("--concurrency", "-apiKey");
        assertThat(Cli.run("--version").out()).startsWith("Infermark ");
    }

    @Test
    void aFirstArgumentThatNamesACommandIsTheCommandAndRunForcesAnExpression() {
        Cli.Ran command = Cli.run("records", folder.toString());
        assertThat(command.err()).startsWith("[RecordsMissing]");
        Cli.Ran expression = Cli.run("run", "records");
        assertThat(expression.err()).startsWith("[SelectionEmpty] no point matches [records]");
    }

    @Test
    void aDryRunPrintsThePlanAndStartsNothing() {
        Path out = folder.resolve("out");
        Cli.Ran ran = Cli.run("Declared", "-server", "http://127.0.0.1:1", "-dry", "-f", "2", "-out", out.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.lines())
                .filteredOn(line -> line.startsWith("io.infermark.cli.Declared["))
                .hasSize(6);
        assertThat(ran.out()).contains("# 6 points, 12 trials, about ").contains("2 trials");
        assertThat(out).doesNotExist();
    }

    @Test
    void aFlagWithAnOptionalValueDoesNotEatAnExpression() {
        assertThat(Cli.run("-l", "-foe", "Declared").code()).isZero();
        assertThat(Cli.run("-l", "-foe", "false", "Declared").code()).isZero();
        assertThat(Cli.run("-l", "-gc", "Declared").code()).isZero();
        assertThat(Cli.run("-l", "-foe", "Undeclared").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void everyOptionOfRunHasALongName() {
        List<String> only = new picocli.CommandLine(new RunCommand(System.out, System.err))
                .getCommandSpec().options().stream()
                        .filter(option -> !List.of(option.names()).toString().contains("--"))
                        .map(option -> option.longestName())
                        .toList();
        assertThat(only).isEmpty();
    }
}
