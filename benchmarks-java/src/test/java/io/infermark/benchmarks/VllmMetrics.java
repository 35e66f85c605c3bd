package io.infermark.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a vLLM says of itself at {@code /metrics}.
 *
 * @param values by name without {@code vllm:}, summed over labels
 */
record VllmMetrics(Map<String, Double> values) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PREFIX = "vllm:";

    /** As soon as no request runs or waits. */
    static VllmMetrics whenIdle(URI server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics"))
                .timeout(Duration.ofSeconds(60))
                .build();
        for (int attempt = 0; attempt < 100; attempt++) {
            VllmMetrics metrics = parse(
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
            if (metrics.value("num_requests_running") + metrics.value("num_requests_waiting") == 0) {
                return metrics;
            }
        }
        throw new IllegalStateException("the engine is never idle");
    }

    private static VllmMetrics parse(String text) {
        Map<String, Double> values = new HashMap<>();
        text.lines().filter(line -> line.startsWith(PREFIX)).forEach(line -> {
            String name = line.substring(PREFIX.length(), line.indexOf('{'));
            values.merge(name, Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
        });
        return new VllmMetrics(values);
    }

    double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("/metrics has no " + PREFIX + name);
        }
        return value;
    }

    /** What was counted between two looks. */
    record Between(VllmMetrics before, VllmMetrics after) {
        long counted(String name) {
            return Math.round(after.value(name) - before.value(name));
        }

        /** Mean of what a histogram of seconds took in, in milliseconds. */
        double meanMillis(String histogram) {
            return 1e3
                    * (after.value(histogram + "_sum") - before.value(histogram + "_sum"))
                    / counted(histogram + "_count");
        }
    }
}
