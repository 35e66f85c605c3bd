package io.infermark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

    private final YamlReader reader = new YamlReader();

    @TempDir
    private Path folder = Path.of("");

    private Value.Mapping read(String text) {
        return (Value.Mapping) reader.parse(text, "f.yaml").root();
    }

    private static Value field(Value.Mapping mapping, String key) {
        Value value = mapping.get(key);
        assertThat(value).as(key).isNotNull();
        return value == null ? Value.text("") : value;
    }

    /** What PyYAML 6.0.3's safe_load answers. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2_063_837 | int | 2063837",
                "010 | int | 8",
                "0b11 | int | 3",
                "0x1F | int | 31",
                "-0x10 | int | -16",
                "1:30 | int | 90",
                "+7 | int | 7",
                "0o10 | str | ",
                "1e5 | str | ",
                "1.0e+5 | float | 100000.0",
                "1.5 | float | 1.5",
                "1. | float | 1.0",
                ".5 | float | 0.5",
                "1:30.5 | float | 90.5",
                "yes | bool | true",
                "Off | bool | false",
                "TRUE | bool | true",
                "y | str | ",
                "null | NoneType | ",
                "~ | NoneType | ",
                "2026-02-24 | date | ",
                "08 | str | ",
                "-.5 | str | ",
                "0.8.1 | str | ",
            })
    void plainScalarsAreWhatPyYamlMakesOfThem(String text, String type, String value) {
        Value read = field(read("k: " + text), "k");
        assertThat(read.pythonType()).isEqualTo(type);
        if (read instanceof Value.Whole whole) {
            assertThat(whole.number()).hasToString(value);
        } else if (read instanceof Value.Real real) {
            assertThat(real.number()).isEqualTo(Double.parseDouble(value));
        } else if (read instanceof Value.Flag flag) {
            assertThat(flag.flag()).isEqualTo(Boolean.parseBoolean(value));
        }
    }

    @Test
    void quotedScalarsAreStrings() {
        assertThat(field(read("k: \"8\""), "k")).isInstanceOf(Value.Text.class);
        assertThat(field(read("k: 'yes'"), "k")).isInstanceOf(Value.Text.class);
    }

    @Test
    void everyValueKnowsItsPlace() {
        Value.Mapping root = read("a:\n  b: [1,\n    2]\n");
        Value.Sequence list = (Value.Sequence) field((Value.Mapping) field(root, "a"), "b");
        assertThat(list.items().get(1).position()).hasToString("f.yaml:3:5");
        assertThat(root.keyPosition("a")).hasToString("f.yaml:1:1");
    }

    @Test
    void ofEqualKeysTheLastWinsAndBothPlacesAreReported() {
        YamlDocument document = reader.parse("a: 1\nb: 2\na: 3\n", "f.yaml");
        assertThat(field((Value.Mapping) document.root(), "a").sameAs(Value.whole(3)))
                .isTrue();
        assertThat(document.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("DuplicateKey");
            assertThat(finding.toString()).contains("f.yaml:3:1").contains("f.yaml:1:1");
        });
    }

    @Test
    void mergeKeysAreFlattenedAndOwnKeysWin() {
        Value.Mapping root = read("base: &b {x: 1, y: 2}\nk: {<<: *b, y: 3}\n");
        Value.Mapping merged = (Value.Mapping) field(root, "k");
        assertThat(field(merged, "x").sameAs(Value.whole(1))).isTrue();
        assertThat(field(merged, "y").sameAs(Value.whole(3))).isTrue();
    }

    private void assertRefused(String text, String code) {
        assertThatThrownBy(() -> reader.parse(text, "f.yaml")).isInstanceOfSatisfying(ConfigException.class, e -> {
            assertThat(e.problems()).singleElement().satisfies(p -> {
                assertThat(p.code()).isEqualTo(code);
                assertThat(p.position().isKnown()).isTrue();
            });
        });
    }

    @Test
    void aBillionLaughsIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
        }
        assertRefused(bomb.toString(), "YamlAliasBomb");
    }

    @Test
    void aRecursiveAliasIsRefused() {
        assertRefused("a: &a [1, *a]\n", "YamlRecursiveAlias");
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused("[".repeat(100_000), "YamlTooDeep");
        assertRefused("{a: ".repeat(100_000), "YamlTooDeep");
        StringBuilder blocks = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            blocks.append(" ".repeat(i)).append("k:\n");
        }
        assertRefused(blocks.toString(), "YamlTooDeep");
    }

    @Test
    void tooManyValuesAreRefused() {
        YamlReader small = new YamlReader(new YamlLimits(1 << 20, 1_000, 2_000, 64, 100));
        assertThatThrownBy(() -> small.parse("[" + "1,".repeat(1_000) + "]", "f.yaml"))
                .hasMessageContaining("f.yaml:1:")
                .hasMessageContaining("[YamlTooManyNodes]");
    }

    @Test
    void aFileOfFiftyMegabytesIsRefusedBeforeItIsParsed() throws IOException {
        Path file = folder.resolve("big.yaml");
        byte[] line = "k: 1 # filler filler filler filler\n".getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[50 << 20];
        for (int i = 0; i + line.length < block.length; i += line.length) {
            System.arraycopy(line, 0, block, i, line.length);
        }
        Files.write(file, block);
        assertThatThrownBy(() -> reader.read(file))
                .hasMessageContaining("[FileTooLarge]")
                .hasMessageContaining(file.toString());
    }

    @Test
    void otherEncodingsAreRefusedWithTheOffset() {
        byte[] latin1 = "a: 1\nb: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> reader.parse(latin1, "f.yaml"))
                .hasMessageContaining("f.yaml:2:4: [NotUtf8]")
                .hasMessageContaining("0xE9");
        byte[] cut = Arrays.copyOf("a: é".getBytes(StandardCharsets.UTF_8), 4);
        assertThatThrownBy(() -> reader.parse(cut, "f.yaml")).hasMessageContaining("[NotUtf8]");
    }

    @Test
    void controlCharactersAreRefused() {
        assertRefused("a: \u0007\n", "YamlSyntax");
        assertRefused("a:\n\tb: 1\n", "YamlSyntax");
        assertRefused("a: [1, 2\nb: 3\n", "YamlSyntax");
        assertRefused("--- a\n--- b\n", "YamlSyntax");
    }

    @Test
    void byteOrderMarkAndLineEndsAreReportedWithTheirPlace() {
        List<Problem> findings =
                reader.parse("\uFEFFa: 1\r\nb: 2\r\n", "f.yaml").findings();
        assertThat(findings).extracting(Problem::code).containsExactly("ByteOrderMark", "CarriageReturn");
    }

    @Test
    void loopsFoldersAndAbsentFilesAreRefused() throws IOException {
        Path loop = folder.resolve("loop.yaml");
        Files.createSymbolicLink(loop, loop);
        assertThatThrownBy(() -> reader.read(loop)).hasMessageContaining("[FileUnreadable]");
        assertThatThrownBy(() -> reader.read(folder)).hasMessageContaining("[FileUnreadable]");
        assertThatThrownBy(() -> reader.read(folder.resolve("none.yaml")))
                .hasMessageContaining("[FileMissing]")
                .hasMessageContaining("does not exist");
    }

    /** Each of these cost a minute, the stack or the heap before it was refused. */
    @Test
    void longRunsAndNumbersAreRefusedBeforeTheyCostTheirSquare() {
        int most = 12 << 20;
        assertRefused("# " + "a".repeat(most) + "\nk: 1\n", "YamlRunTooLong");
        assertRefused("k: \"" + "a".repeat(most) + "\"\n", "YamlRunTooLong");
        assertRefused("k: " + "9".repeat(most) + "\n", "YamlRunTooLong");
        assertRefused("k: " + "9".repeat(5_000) + "\n", "NumberTooLong");
        assertRefused("k: 0x" + "f".repeat(50_000) + "\n", "NumberTooLong");
        assertRefused("k: 1" + ":59".repeat(20_000) + "\n", "NumberTooLong");
        assertRefused("k: 1." + "9".repeat(50_000) + "\n", "NumberTooLong");
        assertRefused("k: !!int \"" + "9".repeat(50_000) + "\"\n", "NumberTooLong");
        assertThat(field(read("k: 1 " + "word ".repeat(2_000)), "k").pythonType())
                .isEqualTo("str");
    }

    @Test
    void mergesAreBoundedByWhatTheyCopy() {
        StringBuilder text = new StringBuilder("a: &a {");
        for (int i = 0; i < 20_000; i++) {
            text.append('k').append(i).append(": 1, ");
        }
        text.append("}\n");
        for (int i = 0; i < 20_000; i++) {
            text.append('b').append(i).append(": {<<: *a}\n");
        }
        assertRefused(text.toString(), "YamlAliasBomb");
    }
}
