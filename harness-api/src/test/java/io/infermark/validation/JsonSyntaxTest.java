package io.infermark.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0",
                "0.5",
                "1e9",
                "-1.25E-3",
                "true",
                "false",
                "null",
                "\"\"",
                "\"a\\n\\u00e9\"",
                "[]",
                "{}",
                " [1, [2], {\"a\": null}] ",
                "{\"a\":{\"b\":[true]},\"c\":\"\"}"
            })
    void valuesAreKnown(String text) {
        assertThat(JsonSyntax.isValue(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "- 1",
                "tru",
                "True",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "[1,]",
                "[1 2]",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":1,}",
                "1 2",
                "[",
                "{",
                "NaN"
            })
    void othersAreNot(String text) {
        assertThat(JsonSyntax.isValue(text)).isFalse();
    }

    @Test
    void deepNestingIsRefusedInsteadOfOverflowing() {
        assertThat(JsonSyntax.isValue("[".repeat(100_000) + "]".repeat(100_000)))
                .isFalse();
        assertThat(JsonSyntax.isValue("[".repeat(100) + "]".repeat(100))).isTrue();
    }
}
