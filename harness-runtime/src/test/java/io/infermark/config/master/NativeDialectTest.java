package io.infermark.config.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.YamlReader;
import io.infermark.config.master.MasterConfig.OneServer;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.config.master.MasterConfig.Workers;
import io.infermark.config.master.MasterLoader.Source;
import io.infermark.matrix.EvalMode;
import io.infermark.matrix.MatrixGenerator;
import io.infermark.matrix.MatrixRequest.TestConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NativeDialectTest {

    private static final String HEAD = """
            k:
              image: i
              model: org/M
              model-prefix: m
              precision: fp8
              framework: vllm
              runner: h200
            """;

    private static MasterFile load(String text, @Nullable Dialect forced) {
        YamlReader reader = new YamlReader();
        return new MasterLoader(reader).of(List.of(new Source("f.yaml", reader.parse(text, "f.yaml"))), forced);
    }

    private static List<SearchRow> rows(MasterFile file, int half) {
        return file.configs().get(half).fixedSeqLen().get(0).searchSpace();
    }

    @Test
    void listsMultiplyInTheDocumentedOrderWhateverTheirOrderInTheFile() {
        MasterFile file = load(HEAD + """
                          seq-len-configs:
                            - isl: 1024
                              osl: 1024
                              search-space:
                                - { spec-decoding: [none, mtp], ep: [1, 2], tp: [4, 8], conc-list: [1] }
                        """, null);
        assertThat(file.dialect()).isEqualTo(Dialect.NATIVE);
        assertThat(rows(file, 0).stream().map(row -> {
                    OneServer server = (OneServer) row.topology();
                    return server.tp() + "/" + server.ep() + "/" + row.speculation();
                }))
                .containsExactly(
                        "4/1/none", "4/1/mtp", "4/2/none", "4/2/mtp", "8/1/none", "8/1/mtp", "8/2/none", "8/2/mtp");
    }

    @Test
    void aRowOfOneServerMayStateItsEnvironment() {
        String row = "seq-len-configs: [{isl: 1024, osl: 1024, search-space: [{tp: [4, 8], conc-list: [1],"
                + " additional-settings: %s}]}]\n";
        MasterFile file = load("dialect: native\n" + HEAD + "  " + row.formatted("[A=1, B=x=y]"), null);
        assertThat(rows(file, 0))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.settings()).containsExactly("A=1", "B=x=y"));
        assertThat(new MatrixGenerator(file, Runners.NONE)
                        .rows(TestConfig.of(List.of("k")), EvalMode.NONE)
                        .get(1)
                        .get("additional-settings"))
                .isInstanceOfSatisfying(
                        Value.Sequence.class, list -> assertThat(list.items()).hasSize(2));
        for (String wrong : List.of("[A]", "[1A=2]", "['=x']", "[A=1, A=2]", "[]", "A=1")) {
            assertThatThrownBy(() -> load("dialect: native\n" + HEAD + "  " + row.formatted(wrong), null))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("f.yaml:9:");
        }
        String upstreams = HEAD + "  multinode: false\n  scenarios: {fixed-seq-len: [{isl: 1024, osl: 1024,"
                + " search-space: [{tp: 4, conc-list: [1], additional-settings: [A=1]}]}]}\n";
        assertThatThrownBy(() -> load(upstreams, Dialect.HEAD)).hasMessageContaining("[UnknownKey]");
    }

    @Test
    void multiNodeConfigsBecomeASecondHalfOfTheSameKey() {
        MasterFile file = load(HEAD + """
                          seq-len-configs:
                            - isl: 1024
                              osl: 1024
                              search-space: [{ tp: [8], conc-start: 4, conc-end: 16 }]
                          multi-node-configs:
                            - prefill-tp: [4, 8]
                              prefill-ep: [1]
                              decode-tp: [2, 4]
                              decode-num-worker: [2, 4]
                              dp-attn: [true, false]
                              additional-prefill-settings: "--enable-chunked-prefill"
                        """, null);
        assertThat(file.keys()).containsExactly("k");
        assertThat(file.configs()).extracting(MasterConfig::multinode).containsExactly(false, true);
        List<SearchRow> rows = rows(file, 1);
        assertThat(rows).hasSize(2 * 2 * 2 * 2);
        Workers first = (Workers) rows.get(0).topology();
        assertThat(first.prefill().tp()).isEqualTo(4);
        assertThat(first.prefill().settings()).containsExactly("--enable-chunked-prefill");
        assertThat(first.decode().count()).isEqualTo(2);
        assertThat(first.decode().dpAttention()).isTrue();
        assertThat(rows.get(0).concurrency()).isEqualTo(new MasterConfig.Range(4, 16));
    }

    @Test
    void allErrorsComeAtOnceWithPlaceAndSuggestion() {
        String text = HEAD + """
                  multinod: false
                  scenarios:
                    fixed-seq-len:
                      - isl: 1024
                        ols: 1024
                        search-space:
                          - { tp: 8, conc-strat: 4, conc-end: 64 }
                """ + "l: 5\n";
        assertThatThrownBy(() -> load(text, Dialect.NATIVE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("f.yaml:8:3: [UnknownKey]")
                .hasMessageContaining("Did you mean 'multinode'?")
                .hasMessageContaining("Did you mean 'osl'?")
                .hasMessageContaining("Did you mean 'conc-start'?")
                .hasMessageContaining("'l' must be a mapping");
    }

    @Test
    void ambiguousScalarsAndDuplicateKeysAreRefusedInNativeAndReadAsUpstreamDoesElsewhere() {
        String text = HEAD + """
                  multinode: no
                  image: j
                  scenarios:
                    fixed-seq-len: [{ isl: 1024, osl: 1024, search-space: [{ tp: 010, conc-list: [1] }] }]
                """;
        assertThatThrownBy(() -> load(text, Dialect.NATIVE))
                .hasMessageContaining("'no' is the boolean false in YAML 1.1")
                .hasMessageContaining("'010' is not decimal")
                .hasMessageContaining("f.yaml:9:3: [DuplicateKey]")
                .hasMessageContaining("f.yaml:2:3");
        MasterFile file = load(text, Dialect.HEAD);
        assertThat(((OneServer) rows(file, 0).get(0).topology()).tp()).isEqualTo(8);
        assertThat(file.configs().get(0).image()).isEqualTo("j");
        assertThat(file.warnings())
                .singleElement()
                .satisfies(w -> assertThat(w.code()).isEqualTo("DuplicateKey"));
    }

    @Test
    void carriageReturnsAreAcceptedOnlyWhereADialectIsForced() {
        String text = (HEAD + """
                          multinode: false
                          scenarios:
                            fixed-seq-len: [{ isl: 1024, osl: 1024, search-space: [{ tp: 8, conc-list: [1] }] }]
                        """).replace("\n", "\r\n");
        assertThat(load(text, Dialect.HEAD).configs()).hasSize(1);
        assertThatThrownBy(() -> load(text, null)).hasMessageContaining("[CarriageReturn]");
        assertThatThrownBy(() -> load("\uFEFF" + text, Dialect.NATIVE)).hasMessageContaining("[ByteOrderMark]");
    }

    @Test
    void aRuleThatManyProductsBreakIsSaidOnce() {
        String text = HEAD + """
                  scenarios:
                    fixed-seq-len: [{ isl: 1, osl: 1, search-space: [{ tp: [4, 8], ep: [1, 2], conc-start: 4 }] }]
                """;
        assertThatThrownBy(() -> load(text, Dialect.NATIVE))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(1));
    }

    @Test
    void anExpansionBeyondReasonIsRefused() {
        String numbers = "[" + "1, ".repeat(99) + "1]";
        String text = HEAD
                + "  scenarios:\n    fixed-seq-len: [{ isl: 1, osl: 1, search-space: [{ tp: " + numbers + ", ep: "
                + numbers
                + ", pp: " + numbers + ", pcp-size: " + numbers + ", conc-list: [1] }] }]\n";
        assertThatThrownBy(() -> load(text, Dialect.NATIVE)).hasMessageContaining("[ExpansionTooLarge]");
    }

    @Test
    void mixedErasAreAConflict() {
        String feb = "a: {multinode: false, seq-len-configs: []}\n";
        String head = "b: {multinode: false, scenarios: {}}\n";
        assertThatThrownBy(() -> load(feb + head, null)).hasMessageContaining("[DialectConflict]");
    }
}
