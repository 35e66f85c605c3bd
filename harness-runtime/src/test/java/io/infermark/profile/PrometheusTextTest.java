package io.infermark.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrometheusTextTest {
    private static final String BEFORE = """
            # HELP vllm:generation_tokens_total Number of generation tokens
            # TYPE vllm:generation_tokens_total counter
            vllm:generation_tokens_total{engine="0",model_name="a } b"} 100.0
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running 3
            # TYPE vllm:ttft_seconds histogram
            vllm:ttft_seconds_bucket{le="0.1"} 4
            vllm:ttft_seconds_sum 1.5
            vllm:ttft_seconds_count 4
            """;

    @Test
    void countersAreGivenAsGrowthAndGaugesAsTheyAre() {
        String after = BEFORE.replace("100.0", "164.0")
                .replace("running 3", "running 0")
                .replace("_sum 1.5", "_sum 2.0")
                .replace("_count 4", "_count 6");
        assertThat(PrometheusText.parse(after).since(PrometheusText.parse(BEFORE)))
                .containsOnly(
                        java.util.Map.entry("vllm:generation_tokens_total{engine=\"0\",model_name=\"a } b\"}", 64.0),
                        java.util.Map.entry("vllm:num_requests_running", 0.0),
                        java.util.Map.entry("vllm:ttft_seconds_sum", 0.5),
                        java.util.Map.entry("vllm:ttft_seconds_count", 2.0));
    }

    @Test
    void whatIsNoSampleIsPassedOver() {
        assertThat(PrometheusText.parse("<html>\nx\n\n# comment\na NaN?\nb_total 1 1700000000\n")
                        .samples())
                .containsOnlyKeys("b_total");
    }
}
