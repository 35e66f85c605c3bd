package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Events are written to the descriptor itself, and the kernel gives the number of a closed one to the next connection: what was meant for a client that left must not reach the one that
 * comes.
 */
@Timeout(60)
class ReusedDescriptorTest {
    private static final String COMPLETIONS = "/v1/completions";

    @Test
    void nothingOfAnAnswerReachesTheNextConnection() throws IOException {
        SimConfig config = SimConfig.parse(Map.of("timing", "fixed", "ttft", "0ms", "itl", "20us"));
        List<String> wrong = new ArrayList<>();
        try (SimServer server = SimServer.start(config)) {
            for (int turn = 0; turn < 400; turn++) {
                RawHttp leaving = new RawHttp(server.port());
                leaving.send("POST", COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":30000,\"stream\":true}");
                leaving.line();
                leaving.close();
                try (RawHttp next = new RawHttp(server.port())) {
                    next.send("POST", COMPLETIONS, "{\"prompt\":\"b\",\"max_tokens\":1}");
                    String first = next.line();
                    if (!first.equals("HTTP/1.1 200 OK")) {
                        wrong.add(turn + ": " + first);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
