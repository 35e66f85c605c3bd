package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.infermark.sim.Listening.HttpVersions;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The warm-up's own clients read every answer to its end, over whatever the simulator is to speak. */
@Timeout(60)
class SelfWarmUpTest {
    @ParameterizedTest
    @CsvSource({"HTTP1,false", "HTTP1,true", "HTTP2,false", "HTTP2,true", "BOTH,false", "BOTH,true"})
    void warmsWhatIsToBeSpoken(HttpVersions versions, boolean tls) {
        assertThatCode(() -> SelfWarmUp.run(Duration.ofMillis(600), versions, tls))
                .doesNotThrowAnyException();
    }
}
