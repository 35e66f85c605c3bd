package io.infermark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.infermark.api.Arrival;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalShapeTest {
    @ParameterizedTest
    @CsvSource({
        // A ramp from 0 to the rate in 10 s has half of it until then, and all of it later.
        "RAMP, 0:10s, 10, 5",
        "RAMP, 0:10s, 5, 1.25",
        "RAMP, 0:10s, 12, 7",
        "RAMP, 2:10s, 10, 15",
        "RAMP, 2:10s, 4, 7.2",
        "RAMP, 1:10s, 4, 4",
        "STEPS, '0.5:2s, 1:2s,2:2s', 1, 0.5",
        "STEPS, '0.5:2s, 1:2s,2:2s', 3, 2",
        "STEPS, '0.5:2s, 1:2s,2:2s', 10, 15"
    })
    void timesAndArrivalsBelongTogether(Arrival arrival, String text, double seconds, double nominal) {
        ArrivalShape shape = ArrivalShape.parse(arrival, text);
        assertThat(shape.nominalSeconds(seconds)).isCloseTo(nominal, within(1e-9));
        assertThat(shape.seconds(nominal)).isCloseTo(seconds, within(1e-9));
        Load.Open load = new Load.Open(20, arrival, 1, 0, text);
        assertThat(load.requestsWithin(seconds)).isCloseTo(20 * nominal, within(1e-6));
        assertThat(load.secondsFor(20 * nominal)).isCloseTo(seconds, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RAMP  | 0.1:1s,1:1s | a ramp has one share",
                "RAMP  | 60s         | \"60s\" is not SHARE:TIME",
                "RAMP  | x:60s       | \"x\" is no share",
                "RAMP  | -1:60s      | a share of -1",
                "RAMP  | 0.1:0s      | \"0s\" is zero",
                "STEPS | 0:60s       | a share of 0 of the rate is not above 0",
                "STEPS | 1:60s,      | \"\" is not SHARE:TIME",
                "STEPS | 1:60        | \"60\" is no duration"
            })
    void whatIsNoShapeIsSaid(Arrival arrival, String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArrivalShape.parse(arrival, text))
                .withMessageStartingWith(message);
    }

    @Test
    void aTraceIsJudgedByItsMeanRate() {
        Load.Open load = new Load.Open(20, Arrival.TRACE, 1, 0, "dir/a.txt#sha256=00ff");
        assertThat(load.secondsFor(100)).isEqualTo(5);
        assertThat(load.requestsWithin(5)).isEqualTo(100);
        assertThat(load.shapeLabel()).isEqualTo("dir/a.txt");
        assertThat(new Load.Open(20, Arrival.RAMP, 1, 0, "0.1:1s").shapeLabel()).isEqualTo("0.1:1s");
    }
}
