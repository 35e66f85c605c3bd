package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reset that comes due when the client has left: its descriptor is closed, and the number may be that of the next connection. */
@Timeout(60)
class LateResetTest {
    private static final String COMPLETIONS = "/v1/completions";

    @Test
    void resetOfAConnectionThatIsGoneTouchesNoOtherAndEndsNoServer() throws IOException {
        SimConfig config = SimConfig.parse(Map.of("timing", "fixed", "ttft", "100ms", "itl", "1ms"));
        try (SimServer server = SimServer.start(config)) {
            for (int turn = 0; turn < 3; turn++) {
                RawHttp leaving = new RawHttp(server.port());
                leaving.send(
                        "POST",
                        COMPLETIONS,
                        "{\"prompt\":\"a\",\"max_tokens\":4,\"stream\":true}",
                        "X-Sim-Fault: rst@1",
                        "X-Sim-Options: cut=5; cut-gap=30ms");
                while (!leaving.line().isEmpty()) {
                    // The head; what follows is the first of the cut event.
                }
                leaving.line();
                leaving.close();
                try (RawHttp next = new RawHttp(server.port())) {
                    RawHttp.Response response = next.request(
                            "POST", COMPLETIONS, "{\"prompt\":\"b\",\"max_tokens\":1}", "Connection: close");
                    assertThat(response.end()).isEqualTo(RawHttp.End.COMPLETE);
                    assertThat(next.closedByServer()).isTrue();
                }
            }
            assertThat(server.truth().faulted()).isEqualTo(3);
        }
    }
}
