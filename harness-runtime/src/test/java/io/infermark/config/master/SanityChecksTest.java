package io.infermark.config.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.YamlReader;
import io.infermark.config.master.MasterLoader.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SanityChecksTest {

    private static final Runners RUNNERS = new Runners("r.yaml", Map.of("h200", List.of("n")), Map.of());

    private static List<Problem> problems(Dialect dialect, String runner, String prefix, String row) {
        String scenarios = "[{ isl: 8192, osl: 1024, search-space: [" + row + "] }]";
        String text = "k: {image: i, model: m, model-prefix: " + prefix + ", precision: fp8, framework: f, runner: "
                + runner + ", multinode: false, "
                + (dialect == Dialect.FEB
                        ? "seq-len-configs: " + scenarios
                        : "scenarios: {fixed-seq-len: " + scenarios + "}")
                + "}";
        YamlReader reader = new YamlReader();
        MasterFile file =
                new MasterLoader(reader).of(List.of(new Source("f.yaml", reader.parse(text, "f.yaml"))), dialect);
        return new SanityChecks(file, RUNNERS).problems();
    }

    private static List<String> codes(String runner, String prefix, String row) {
        return problems(Dialect.NATIVE, runner, prefix, row).stream()
                .map(Problem::code)
                .toList();
    }

    @Test
    void aSoundConfigHasNoProblem() {
        assertThat(codes("h200", "p", "{tp: 8, ep: 8, conc-start: 4, conc-end: 64}"))
                .isEmpty();
    }

    @Test
    void eachCheckFindsItsFault() {
        assertThat(codes("h20", "p", "{tp: 8, conc-list: [1]}")).containsExactly("UnknownRunner");
        assertThat(codes("h200", "p", "{tp: 8, conc-list: [1, 1]}")).containsExactly("AxisValueTwice");
        assertThat(codes("h200", "p", "{tp: 8, conc-list: [1]}, {tp: 8, ep: 1, conc-start: 1, conc-end: 4}"))
                .containsExactly("PointTwice");
    }

    @Test
    void theSamePointIsFoundAcrossItemsAndEntries() {
        String item = "{isl: 8192, osl: 1024, search-space: [{tp: 8, conc-list: [1, 4]}]}";
        String entry =
                "{image: i, model: m, model-prefix: p, precision: fp8, framework: f, runner: h200, multinode: false,"
                        + " scenarios: {fixed-seq-len: [" + item + ", " + item + "]}}";
        String other = entry.replace("image: i", "image: j");
        String text = "k: " + entry.replace(", " + item, "") + "\nk2: " + entry + "\nk3: " + other + "\n";
        YamlReader reader = new YamlReader();
        MasterFile file = new MasterLoader(reader)
                .of(List.of(new Source("f.yaml", reader.parse(text, "f.yaml"))), Dialect.NATIVE);
        assertThat(new SanityChecks(file, RUNNERS).problems())
                .extracting(problem -> problem.code() + " "
                        + problem.message().substring(0, problem.message().indexOf(':'))
                        + (problem.message().contains("of 'k'") ? " of k" : ""))
                .containsExactly("PointTwice 'k2' of k", "PointTwice 'k2' of k", "PointTwice 'k3'");
    }

    @Test
    void aWrongLabelIsShownWhereItStands() {
        assertThat(problems(Dialect.NATIVE, "h20", "p", "{tp: 8, conc-list: [1]}")
                        .get(0)
                        .position()
                        .column())
                .isEqualTo(
                        "k: {image: i, model: m, model-prefix: p, precision: fp8, framework: f, runner: ".length() + 1);
    }

    @Test
    void theyAreErrorsInNativeAndWarningsElsewhere() {
        String row = "{tp: 8, conc-list: [1, 1]}";
        assertThat(problems(Dialect.NATIVE, "h200", "p", row))
                .extracting(Problem::severity)
                .containsExactly(Severity.ERROR);
        assertThat(problems(Dialect.HEAD, "h200", "p", row))
                .extracting(Problem::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void febRangesFromZeroAreReported() {
        assertThat(problems(Dialect.FEB, "h200", "p", "{tp: 8, conc-start: 0, conc-end: 4}"))
                .extracting(Problem::code)
                .containsExactly("ValueTooSmall");
    }
}
