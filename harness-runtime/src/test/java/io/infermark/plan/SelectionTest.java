package io.infermark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.Launch;
import io.infermark.api.Protocol;
import io.infermark.model.AxisSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.WindowBound;
import io.infermark.run.OptionsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static final AxisSpec BATCH =
            new AxisSpec("batch", List.of("small", "large"), AxisSpec.Carrier.FLAG, "--batch");
    private static final List<Benchmark> BENCHMARKS = List.of(
            Declarations.benchmark(Declarations.external(
                    "com.x.First",
                    List.of(
                            Declarations.row(List.of(1, 4), List.of(1, 2), BATCH),
                            Declarations.row(List.of(8), List.of(64))))),
            Declarations.closed("com.x.Second", 1, 16));

    private static List<String> ids(OptionsBuilder options) {
        return new Selection(options.build().overrides())
                .select(BENCHMARKS).stream().map(PlannedPoint::id).toList();
    }

    private static OptionsBuilder options() {
        return new OptionsBuilder();
    }

    @Test
    void everythingIsSelectedInDeclaredOrderIfNothingIsSaid() {
        assertThat(ids(options())).hasSize(11).doesNotHaveDuplicates();
        assertThat(ids(options()).get(0)).startsWith("com.x.First[");
        assertThat(ids(options()).get(10)).isEqualTo("com.x.Second[isl=16,osl=4,conc=16]");
    }

    @Test
    void expressionsAreSearchedInIdsAndUnited() {
        assertThat(ids(options().include("Second"))).hasSize(2);
        assertThat(ids(options().include("^com\\.x\\.Second.*conc=1\\]").include("conc=64")))
                .containsExactly("com.x.First[tp=8,isl=16,osl=4,conc=64]", "com.x.Second[isl=16,osl=4,conc=1]");
    }

    @Test
    void excludesWinOverIncludes() {
        assertThat(ids(options().include("Second").exclude("conc=1\\]")))
                .containsExactly("com.x.Second[isl=16,osl=4,conc=16]");
    }

    @Test
    void axesNarrowAndOnlyPointsThatHaveThemAllStay() {
        assertThat(ids(options().axis("batch", "small").axis("tp", "4").axis("conc", "2")))
                .singleElement()
                .asString()
                .contains("tp=4", "batch=small", "conc=2");
    }

    @Test
    void anAxisThatIsNamedTwiceHasBothValues() {
        assertThat(ids(options().include("Second").axis("conc", "1").axis("conc", "16")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bacth | small | [AxisUnknown] -p bacth=… | Did you mean \"batch\"?",
                "batch | smal | [AxisValueUnknown] -p batch=smal | Did you mean \"small\"?",
                "conc | 3 | [AxisValueUnknown] -p conc=3 | to measure another value, add it to @Sweep",
                "tp | '' | [AxisValueUnknown] -p tp= | narrows a sweep"
            })
    void undeclaredNamesAndValuesAreErrorsWithASuggestion(String axis, String value, String code, String advice) {
        assertThatThrownBy(() -> ids(options().axis(axis, value)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(code)
                .hasMessageContaining(advice);
    }

    @Test
    void valuesThatExistOnlyApartAreSaidToDoSo() {
        assertThatThrownBy(() -> ids(options().axis("tp", "8").axis("conc", "1")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[SelectionEmpty] each value of")
                .hasMessageContaining("together");
    }

    @Test
    void anExpressionThatMatchesNothingNamesWhatThereIs() {
        assertThatThrownBy(() -> ids(options().include("Third").exclude("conc")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[SelectionEmpty] no point matches [Third] without [conc]")
                .hasMessageContaining("com.x.First, com.x.Second");
    }

    @Test
    void malformedExpressionsAreRefusedAtOnce() {
        assertThatThrownBy(() -> new Selection(options().include("a[").build().overrides()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[RegexMalformed] \"a[\"");
        assertThatThrownBy(() -> new Selection(options().exclude("(").build().overrides()))
                .hasMessageStartingWith("[RegexMalformed] \"(\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8000", "ftp://host", "http:///v1", "host", "http://a b", "http//host"})
    void malformedUrlsAreRefusedAtOnce(String url) {
        assertThatThrownBy(() -> new Selection(options().server(url).build().overrides()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[UrlMalformed] \"" + url + "\"");
    }

    @ParameterizedTest
    @CsvSource({"localhost:8000,http://localhost:8000", "ftp://host,http://host", "gpu-host,http://gpu-host"})
    void aMalformedUrlGetsTheNearestGoodOne(String url, String suggestion) {
        assertThatThrownBy(() -> new Selection(options().server(url).build().overrides()))
                .hasMessageContaining("Did you mean \"" + suggestion + "\"?");
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> new Selection(
                        options().server("http://me:hunter2@host:1").build().overrides()))
                .hasMessageStartingWith("[SecretInline]")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void overridesGoBeforeTheDeclarationAndChangeTheFingerprint() {
        PlannedPoint declared = select(options().include("Second")).get(0);
        PlannedPoint changed = select(options()
                        .include("Second")
                        .server("http://a:1")
                        .server("http://b:2")
                        .model("served")
                        .protocol(Protocol.CHAT)
                        .basePath("/api")
                        .apiKey("env:KEY")
                        .header("X-A: b")
                        .body("top_k", "1")
                        .removeBody("temperature")
                        .forks(3)
                        .warmupForks(1)
                        .warmupIterations(0)
                        .warmupRequests(5)
                        .measurementIterations(7)
                        .measurementTime("2")
                        .timeout("3 s")
                        .startTimeout("4 min"))
                .get(0);

        assertThat(changed.id()).isEqualTo(declared.id());
        assertThat(changed.fingerprint()).isNotEqualTo(declared.fingerprint());
        var server = changed.spec().server();
        assertThat(server.launch()).isEqualTo(Launch.EXTERNAL);
        assertThat(server.startTimeout()).isEqualTo(Duration.ofMinutes(4));
        assertThat(server.endpoint().urls()).containsExactly("http://a:1", "http://b:2");
        assertThat(server.endpoint().protocol()).isEqualTo(Protocol.CHAT);
        assertThat(server.endpoint().basePath()).isEqualTo("/api");
        assertThat(server.endpoint().apiKey()).isEqualTo("env:KEY");
        assertThat(server.endpoint().headers()).containsExactly(new HeaderSpec("X-A", "b"));
        assertThat(server.endpoint().body()).isEqualTo(Map.of("top_k", "1"));
        assertThat(server.endpoint().removeBody()).containsExactly("temperature");
        assertThat(changed.spec().model().servedName()).isEqualTo("served");
        var run = changed.settings();
        assertThat(List.of(run.forks(), run.warmupForks(), run.warmupIterations(), run.iterations()))
                .containsExactly(3, 1, 0, 7);
        assertThat(run.warmup()).isEqualTo(new WindowBound.Requests(5));
        assertThat(run.measurement()).isEqualTo(new WindowBound.Time(Duration.ofSeconds(2)));
        assertThat(run.iterationTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(changed.trials()).isEqualTo(4);
    }

    private static List<PlannedPoint> select(OptionsBuilder options) {
        return new Selection(options.build().overrides()).select(BENCHMARKS);
    }
}
