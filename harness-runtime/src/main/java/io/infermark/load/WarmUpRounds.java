package io.infermark.load;

import io.infermark.api.Arrival;
import io.infermark.endpoint.PreparedRequest;
import io.infermark.model.Load;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The windows of a warm-up: many short answers, then fewer long ones, then an open loop, and again. */
final class WarmUpRounds {
    private static final byte[] BODY = "{\"model\":\"warm\",\"prompt\":\"warm up\",\"max_tokens\":8,\"stream\":true}"
            .getBytes(StandardCharsets.UTF_8);

    private final URI server;
    private int round;
    private int number;

    WarmUpRounds(URI server) {
        this.server = server;
    }

    WindowPlan next() {
        return switch (round++ % 3) {
            case 0 -> WindowPlan.closed(64, source(256, 4));
            case 1 -> WindowPlan.closed(32, source(64, 48));
            default -> WindowPlan.open(new Load.Open(2_000, Arrival.POISSON, 1, 64), source(100, 4), 100, round);
        };
    }

    private RequestSource source(int requests, int tokens) {
        List<PreparedRequest> prepared = new ArrayList<>(requests);
        for (int i = 0; i < requests; i++) {
            URI uri = server.resolve("/" + tokens + "/" + number);
            prepared.add(new PreparedRequest(i, uri, 0, BODY, "warm-" + number, 8, tokens));
            number++;
        }
        return RequestSource.of(prepared);
    }
}
