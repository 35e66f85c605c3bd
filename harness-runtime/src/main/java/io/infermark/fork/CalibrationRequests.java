package io.infermark.fork;

import io.infermark.api.Arrival;
import io.infermark.endpoint.PreparedRequest;
import io.infermark.load.RequestSource;
import io.infermark.load.WindowPlan;
import io.infermark.model.Load;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the simulator is asked in a calibration: short prompts, answers of one length. */
final class CalibrationRequests {
    private CalibrationRequests() {}

    static WindowPlan plan(ToGenerator.Calibrate order, URI url) {
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < order.requests(); i++) {
            requests.add(request(url, i, order.tokens()));
        }
        RequestSource source = RequestSource.of(requests);
        WindowPlan plan = order.streams() > 0
                ? WindowPlan.closed(order.streams(), source)
                : WindowPlan.open(
                        new Load.Open(order.requestsPerSecond(), Arrival.CONSTANT, 1, 0), source, order.requests(), 0);
        Duration deadline = Duration.ofMillis(order.timeoutMillis());
        return plan.within(deadline, deadline);
    }

    private static PreparedRequest request(URI url, int index, int tokens) {
        String body = "{\"model\":\"sim-model\",\"prompt\":\"calibration " + index + "\",\"max_tokens\":" + tokens
                + ",\"ignore_eos\":true,\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
        return new PreparedRequest(
                index,
                url.resolve("/v1/completions"),
                0,
                body.getBytes(StandardCharsets.UTF_8),
                "calibration-" + index,
                2,
                tokens);
    }
}
