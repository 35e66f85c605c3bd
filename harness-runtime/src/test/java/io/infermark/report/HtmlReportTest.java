package io.infermark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.bottleneck.Bottleneck;
import io.infermark.result.Golden;
import io.infermark.result.PointResult;
import io.infermark.result.Samples;
import io.infermark.result.Subject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    @Test
    void mixedRun() {
        Golden.check("report.html", HtmlReport.html("Hello", Samples.mixed(), List.of()));
    }

    @Test
    void mixedPicture() {
        Golden.check("pareto.svg", ParetoPicture.svg("Hello", Samples.mixed()));
    }

    @Test
    void pictureIsWellFormedAndHasTitleAndDescription() throws Exception {
        Document svg = xml(ParetoPicture.svg("A <b> & \"c\"", Samples.mixed()));
        assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("A <b> & \"c\"");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .contains("Throughput per GPU against interactivity", "1 of them invalid", "Pareto front: [tp=");
    }

    @Test
    void pageRefersToNothingOutsideItself() {
        String html = HtmlReport.html("Hello", Samples.mixed(), List.of());
        assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "//", "<script", "src=", "href=", "url(", "@import");
        assertThat(html).contains("prefers-color-scheme:dark", "<html lang=\"en\">", "scope=\"col\"", "<caption>");
    }

    @Test
    void tagsOfThePageAreBalanced() {
        String html = HtmlReport.html("Hello", Samples.mixed(), List.of()).replaceFirst("<!DOCTYPE html>", "");
        List<String> open = new ArrayList<>();
        Matcher tag = Pattern.compile("<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>").matcher(html);
        while (tag.find()) {
            String name = tag.group(2);
            if (name.equals("meta") || tag.group(3).equals("/")) {
                continue;
            }
            if (tag.group(1).isEmpty()) {
                open.add(name);
            } else {
                assertThat(open.remove(open.size() - 1)).isEqualTo(name);
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void everyPlannedPointHasARowAndItsVerdictFirst() {
        String html = HtmlReport.html("Hello", Samples.mixed(), List.of());
        for (PointResult result : Samples.mixed()) {
            assertThat(html).contains("title=\"" + result.point().id() + "\">");
        }
        assertThat(html).contains("INVALID: TrialFailed", "[ServerNotReady] vllm was not healthy", "2 INVALID");
    }

    @Test
    void simulatedFiguresAreLabelledInPageTableAndPicture() {
        List<PointResult> simulated = List.of(Samples.simulated(1, 1, 1), Samples.simulated(1, 4, 1.2));
        String html = HtmlReport.html("Hello", simulated, List.of());
        assertThat(html).contains("class=\"banner\" role=\"note\">SIMULATED:", "<td>SIMULATED</td>");
        assertThat(ParetoPicture.svg("Hello", simulated)).contains("class=\"warn\">SIMULATED:", "(SIMULATED)");
        assertThat(HtmlReport.html("Hello", List.of(Samples.good(4, 4, 1)), List.of()))
                .doesNotContain("SIMULATED");
    }

    @Test
    void textFromOutsideIsEscaped() {
        PointResult good = Samples.good(4, 4, 1);
        Subject s = good.subject();
        Subject evil = new Subject(
                "<script>alert(1)</script>",
                null,
                s.modelPrefix(),
                null,
                s.precision(),
                s.hardware(),
                s.hardwareLabel(),
                4,
                "x\"onload=\"y",
                null,
                null,
                null,
                null,
                s.harnessVersion(),
                "<img src=x>");
        String html = HtmlReport.html(
                "<i>",
                List.of(PointResult.of(
                        good.point(),
                        evil,
                        good.provenance(),
                        good.settings(),
                        good.trials(),
                        good.summary(),
                        Map.of())),
                List.of(new Bottleneck(
                        good.point().id(), Bottleneck.Kind.QUEUEING, "<img src=y>", "lower @Sweep(concurrency).")));
        assertThat(html).contains("What held throughput back", "[Queueing]");
        assertThat(html).doesNotContain("<script", "<img", "<i>").contains("&lt;script&gt;");
    }

    @Test
    void withoutPointsThereIsStillAPage(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.html");
        HtmlReport.write(file, "Empty", List.of(), List.of());
        assertThat(Files.readString(file)).contains("No points.");
        assertThat(ParetoPicture.svg("t", List.of(Samples.neverStarted(1, 1)))).contains("No point has both");
    }

    @ParameterizedTest
    @CsvSource({
        "97, 100, 20",
        "100, 100, 20",
        "101, 120, 20",
        "0.034, 0.035, 0.01",
        "7.2, 8, 2",
        "2300, 2500, 500",
        "0, 1, 0.2"
    })
    void scalesEndAtRoundNumbers(double largest, double max, double step) {
        Scale scale = Scale.to(largest);
        assertThat(scale.max()).isGreaterThanOrEqualTo(largest);
        assertThat(scale.ticks().size()).isBetween(2, 7);
        if (largest != 0.034) {
            assertThat(scale.step()).isEqualTo(step, org.assertj.core.data.Offset.offset(1e-12));
            assertThat(scale.max()).isEqualTo(max, org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void tickLabelsTellTicksApart() {
        for (double largest : new double[] {0.0003, 0.02, 0.3, 2.2, 9, 24, 87, 1234, 56789, 2.4e6}) {
            Scale scale = Scale.to(largest);
            assertThat(scale.ticks().stream().map(scale::label))
                    .as("%s", largest)
                    .doesNotHaveDuplicates();
        }
    }
}
