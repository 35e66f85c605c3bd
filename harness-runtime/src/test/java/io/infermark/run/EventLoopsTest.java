package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.model.Load;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLoopsTest {
    @ParameterizedTest(name = "{0} streams on {1} cores")
    @CsvSource({
        "1, 1, 1",
        "20000, 2, 1",
        "20000, 7, 1",
        "1000, 16, 1",
        "1001, 16, 2",
        "4000, 16, 4",
        "8000, 16, 4",
        "8000, 64, 8"
    })
    void oneForAThousandStreamsAndOneOfFourCoresAtMost(int streams, int cores, int loops) {
        assertThat(EventLoops.byLoad(new Load.Closed(streams), 100, cores)).isEqualTo(loops);
    }

    @ParameterizedTest(name = "{0} requests a second of {1} tokens on {2} cores")
    @CsvSource({
        "5000, 8, 16, 1",
        "5001, 8, 16, 2",
        "20000, 8, 16, 4",
        "1000, 50, 16, 1",
        "1000, 100, 16, 2",
        "1000, 100, 2, 1",
        "0.5, 1, 1, 1"
    })
    void anOpenLoopByItsRequestsAndTokensASecond(double rate, int tokens, int cores, int loops) {
        assertThat(EventLoops.byLoad(new Load.Open(rate, Arrival.POISSON, 1, 0), tokens, cores))
                .isEqualTo(loops);
    }
}
