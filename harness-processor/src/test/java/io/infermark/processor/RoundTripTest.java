package io.infermark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.model.Matrix;
import io.infermark.model.MatrixExpander;
import io.infermark.model.Point;
import io.infermark.spi.Hooks;
import io.infermark.spi.MatrixProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random declarations, compiled and loaded, against points that are counted out by hand. */
class RoundTripTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void whatIsLoadedHasThePointsThatTheAnnotationsSay(long seed) {
        RandomDeclaration declaration = new RandomDeclaration(seed);
        Project project = new Project(folder).put("com.x.Random", declaration.source());
        Project.Result result = project.compile("-Xlint:all", "-Werror");
        assertThat(result.success()).as("%s%n%s", result, declaration.source()).isTrue();

        MatrixProvider provider = project.load("com.x.Random");
        Matrix matrix = MatrixExpander.expand(provider.spec());
        assertThat(matrix.points().stream().map(RoundTripTest::describe).toList())
                .as(declaration.source())
                .isEqualTo(declaration.points());
        assertThat(provider.newHooks()).isSameAs(Hooks.NONE);

        List<String> lines = project.index("com.x.Random");
        assertThat(lines.get(0)).contains("\"points\":" + declaration.points().size() + ",");
        assertThat(lines.subList(1, lines.size())).hasSameSizeAs(matrix.points());
        for (int i = 0; i < matrix.points().size(); i++) {
            assertThat(lines.get(i + 1))
                    .startsWith("{\"id\":\"" + matrix.points().get(i).id().replace("\"", "\\\"") + "\",");
        }
        assertThat(matrix.points().stream().map(Point::id)).doesNotHaveDuplicates();
    }

    /** Everything about a point that a declaration can vary, without its id. */
    private static String describe(Point point) {
        return String.join(
                " ",
                "isl=" + point.workload().isl(),
                "osl=" + point.workload().osl(),
                "tp=" + point.parallelism().tp(),
                "ep=" + point.parallelism().ep(),
                "dpa=" + point.parallelism().dpAttention(),
                "spec=" + point.specDecoding(),
                "own=" + point.axes().stream().map(axis -> axis.value()).toList(),
                "rate=" + point.axis("rate"),
                "conc=" + point.axis("conc"));
    }
}
