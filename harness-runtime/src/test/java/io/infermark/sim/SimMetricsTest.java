package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SimMetricsTest {
    private static double metric(String text, String name) {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(name + " ") || line.startsWith(name + "{")) {
                return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        throw new AssertionError("no metric " + name + " in\n" + text);
    }

    @ParameterizedTest
    @CsvSource({
        "vllm, vllm:prompt_tokens_total, vllm:generation_tokens_total, vllm:num_requests_running, vllm:num_requests_waiting",
        "sglang, sglang:prompt_tokens_total, sglang:generation_tokens_total, sglang:num_running_reqs, sglang:num_queue_reqs",
        "trtllm, trtllm_prompt_tokens_total, trtllm_generation_tokens_total, trtllm_num_requests_running, trtllm_num_requests_waiting",
        "llamacpp, llamacpp:prompt_tokens_total, llamacpp:tokens_predicted_total, llamacpp:requests_processing, llamacpp:requests_deferred"
    })
    void countersAgreeWithTheTruth(String dialect, String prompt, String output, String running, String waiting)
            throws IOException {
        try (SimServer server =
                SimServer.start(SimConfig.builder().option("dialect", dialect).build())) {
            for (int i = 1; i <= 5; i++) {
                RawHttp.post(
                        server,
                        "/v1/completions",
                        "{\"prompt\":\"" + "x".repeat(i) + "\",\"max_tokens\":" + i + ",\"stream\":true}",
                        "X-Sim-Options: timing=" + (i % 2 == 0 ? "fixed" : "engine"));
            }
            String text = RawHttp.get(server, "/metrics").body();
            SimTruth truth = server.truth();
            assertThat(truth.promptTokens()).isEqualTo(15);
            assertThat(truth.outputTokens()).isEqualTo(15);
            assertThat(metric(text, prompt)).isEqualTo(15);
            assertThat(metric(text, output)).isEqualTo(15);
            assertThat(metric(text, running)).isZero();
            assertThat(metric(text, waiting)).isZero();
            assertThat(metric(text, "infermark_sim_fake_gpu_power_watts")).isEqualTo(90);
            assertThat(text).contains("not measured");
        }
    }

    @Test
    void runningQueueAndPowerAreSeenUnderLoad() throws IOException {
        try (SimServer server = SimServer.start(SimConfig.builder()
                        .maxNumSeqs(1)
                        .tp(2)
                        .option("step-time", "200ms")
                        .build());
                RawHttp first = new RawHttp(server.port());
                RawHttp second = new RawHttp(server.port())) {
            String body = "{\"prompt\":\"a\",\"max_tokens\":1000,\"stream\":true}";
            first.send("POST", "/v1/completions", body);
            second.send("POST", "/v1/completions", body);
            String text = RawHttp.get(server, "/metrics").body();
            while (metric(text, "vllm:num_requests_waiting") < 1 || metric(text, "vllm:num_requests_running") < 1) {
                text = RawHttp.get(server, "/metrics").body();
            }
            assertThat(metric(text, "vllm:num_requests_running")).isEqualTo(1);
            assertThat(text).contains("infermark_sim_fake_gpu_power_watts{gpu=\"0\"} 700.0");
            assertThat(text).contains("infermark_sim_fake_gpu_power_watts{gpu=\"1\"} 700.0");
            assertThat(metric(text, "vllm:kv_cache_usage_perc")).isPositive();
        }
    }

    @Test
    void powerFollowsTheLoadOfFixedTimingToo() throws IOException {
        try (SimServer server = SimServer.start(SimConfig.builder()
                        .maxNumSeqs(4)
                        .fixed(Duration.ofMinutes(1), Duration.ZERO)
                        .build());
                RawHttp client = new RawHttp(server.port())) {
            client.send("POST", "/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":9,\"stream\":true}");
            String text = RawHttp.get(server, "/metrics").body();
            while (metric(text, "vllm:num_requests_running") < 1) {
                text = RawHttp.get(server, "/metrics").body();
            }
            assertThat(metric(text, "infermark_sim_fake_gpu_power_watts")).isEqualTo(90 + (700 - 90) / 4.0);
        }
    }

    @Test
    void histogramsCountEveryTokenAndRequest() throws IOException {
        try (SimServer server = SimServer.start(SimConfig.defaults())) {
            RawHttp.post(server, "/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":8,\"stream\":true}");
            RawHttp.post(server, "/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":8}");
            String text = RawHttp.get(server, "/metrics").body();
            assertThat(metric(text, "vllm:time_to_first_token_seconds_count")).isEqualTo(2);
            assertThat(metric(text, "vllm:inter_token_latency_seconds_count")).isEqualTo(14);
            assertThat(metric(text, "vllm:e2e_request_latency_seconds_count")).isEqualTo(2);
            assertThat(metric(text, "vllm:inter_token_latency_seconds_sum")).isBetween(14 * 0.002, 14 * 0.0021);
        }
    }
}
