package io.infermark.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void measuredTrialsScaleWhatIsAssumed() {
        // 40 requests at 4 streams are 10 rounds of 0.5 s + 50 x 20 ms.
        Pace.Trial slow = new Pace.Trial(50, 4, 40, 30, 90);
        Pace.Trial shared = new Pace.Trial(50, 4, 40, 30, 0);
        Pace pace = Pace.measured(List.of(slow, shared));
        assertThat(pace.trialFactor()).isEqualTo(2);
        assertThat(pace.startSeconds()).isEqualTo(90);
        assertThat(pace.assumptions()).anyMatch(text -> text.startsWith("2 trials of the history"));
    }

    @Test
    void withoutTrialsTheAssumptionsStand() {
        assertThat(Pace.measured(List.of())).isEqualTo(Pace.assumed());
    }
}
