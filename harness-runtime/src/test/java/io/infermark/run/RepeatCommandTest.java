package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.model.AxisSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatCommandTest {
    /** A value of an axis may hold what a regular expression takes for its own. */
    @Test
    void theCommandSelectsThePointWhateverItsAxesHold() {
        AxisSpec axis = new AxisSpec("odd", List.of("{a}", "x{2}", "b|c*", "\\d"), AxisSpec.Carrier.FLAG, "--odd");
        Benchmark benchmark = Declarations.benchmark(
                Declarations.external("com.x.A", List.of(Declarations.row(List.of(1), List.of(1), axis))));
        OptionsBuilder server = new OptionsBuilder().server("http://127.0.0.1:1");
        List<PlannedPoint> points = new Selection(server.build().overrides()).select(List.of(benchmark));
        assertThat(points).hasSize(4);
        for (PlannedPoint point : points) {
            String command = RepeatCommand.of(point, server.build(), 1);
            String expression = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));
            Options again = new OptionsBuilder()
                    .server("http://127.0.0.1:1")
                    .include(expression)
                    .build();
            assertThat(new Selection(again.overrides()).select(List.of(benchmark)))
                    .as(command)
                    .singleElement()
                    .satisfies(selected -> assertThat(selected.id()).isEqualTo(point.id()));
        }
    }
}
