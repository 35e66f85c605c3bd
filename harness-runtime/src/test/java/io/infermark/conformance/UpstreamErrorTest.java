package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.infermark.changelog.ChangelogText;
import io.infermark.changelog.Rows;
import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the vectors' errors demand of ours, and that a wrong text of ours is told. The YAML texts are what PyYAML 6.0.3 says through upstream's loader of changelogs. */
class UpstreamErrorTest {
    private static final String HEAD = "- config-keys: [a]\n  description: [d]\n";

    private static String ours(String text) {
        ConfigException refusal = Objects.requireNonNull(catchThrowableOfType(
                ConfigException.class, () -> ChangelogText.parse(text.getBytes(StandardCharsets.UTF_8), "label")));
        return String.valueOf(refusal.getMessage());
    }

    private static String mark(int line, int column) {
        return "  in \"<unicode string>\", line " + line + ", column " + column + ":\n    x\n    ^";
    }

    private static String upstream(String problem, int line, int column) {
        return "label is not valid YAML: while constructing a mapping\n" + mark(1, 3) + "\n" + problem + "\n"
                + mark(line, column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "  <<: {pr-link: XXX}          | could not determine a constructor for the tag 'tag:yaml.org,2002:merge' | 3",
                "  pr-link: <<                 | could not determine a constructor for the tag 'tag:yaml.org,2002:merge' | 12",
                "  pr-link: =                  | could not determine a constructor for the tag 'tag:yaml.org,2002:value' | 12",
                "  =: 1                        | could not determine a constructor for the tag 'tag:yaml.org,2002:value' | 3",
                "  config-keys: [b]            | found duplicate key 'config-keys'                                       | 3",
                "  pr-link: [&x 1, &x 2]       | found duplicate anchor 'x'                                              | 19",
                "  pr-link: *x                 | found undefined alias 'x'                                               | 12",
                "  pr-link: !!foo x            | could not determine a constructor for the tag 'tag:yaml.org,2002:foo'   | 12",
                "  ? [x]                       | found unhashable key []                                                 | 5",
                "  pr-link: {a: 1              | expected ',' or '}', but got '<stream end>'                             | 0",
            })
    void yamlIsRefusedAtUpstreamsPlaceWithItsName(String line, String problem, int column) {
        // What is never closed ends at the end of the file.
        String upstream = column == 0 ? upstream(problem, 4, 1) : upstream(problem, 3, column);
        String ours = ours(HEAD + "  " + line.strip() + "\n");
        assertThat(UpstreamError.essentials(upstream))
                .allSatisfy(essential -> assertThat(ours).contains(essential));
        String elsewhere = upstream(problem, column == 0 ? 3 : 2, column);
        assertThat(UpstreamError.essentials(elsewhere))
                .anySatisfy(essential -> assertThat(ours).doesNotContain(essential));
    }

    @Test
    void anotherNameIsTold() {
        String ours = ours(HEAD + "  config-keys: [b]\n");
        assertThat(UpstreamError.essentials(upstream("found duplicate key 'pr-link'", 3, 3)))
                .anySatisfy(essential -> assertThat(ours).doesNotContain(essential));
    }

    @Test
    void theOperandThatIsNoNumberIsNamed() {
        assertThat(UpstreamError.essentials("TypeError: '<' not supported between instances of 'str' and 'int'"))
                .containsExactly("'str'");
        assertThatThrownBy(() ->
                        UpstreamError.essentials("TypeError: '<' not supported between instances of 'int' and 'int'"))
                .isInstanceOf(IllegalStateException.class);
        ConfigException ours = catchThrowableOfType(
                ConfigException.class,
                () -> Rows.trimConc(List.of(
                        Map.of("tp", Value.whole(1), "conc", Value.whole(1)),
                        Map.of("tp", Value.whole(1), "conc", Value.text("x")))));
        assertThat(ours).hasMessageContaining("'str'");
    }
}
