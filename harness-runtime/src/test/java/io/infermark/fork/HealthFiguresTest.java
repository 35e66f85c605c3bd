package io.infermark.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.load.LoaderHealth;
import io.infermark.load.LoaderHealth.Pinning;
import io.infermark.load.LoaderHealth.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class HealthFiguresTest {
    private static final Spread NOTHING = new Spread(0, 0, 0, 0, 0);
    private static final Pinning LOOSE = new Pinning(OptionalInt.empty(), "not bound to core 3: taskset is not there");

    private static LoaderHealth health(Pinning... pinning) {
        return new LoaderHealth(
                1,
                "nio",
                Arrays.asList(pinning),
                NOTHING,
                -1,
                -1,
                -1,
                0,
                0,
                0,
                NOTHING,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    /** Whoever asks how much of the loop's core was stolen needs to know which core that is. */
    @Test
    void theCoreIsThatOfASingleLoopThatIsBound() {
        assertThat(HealthFigures.of(health(bound(12))))
                .containsEntry("loopCore", 12.0)
                .containsEntry("loops", 1.0);
        assertThat(HealthFigures.of(health(bound(0)))).containsEntry("loopCore", 0.0);
        for (List<Pinning> without : List.of(List.of(LOOSE), List.of(bound(0), bound(1)), List.<Pinning>of())) {
            assertThat(HealthFigures.of(health(without.toArray(new Pinning[0]))))
                    .doesNotContainKey("loopCore");
        }
    }

    private static Pinning bound(int core) {
        return new Pinning(OptionalInt.of(core), "as it is said to be");
    }
}
