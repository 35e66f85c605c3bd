package io.infermark.server.recipe;

import io.infermark.spi.EngineMetric;
import io.infermark.spi.StartPlan;
import java.util.List;
import java.util.Map;

/** The engines' own metric names. They serve recipes, and whoever meets a running engine that no recipe started. */
public final class EngineMetricNames {
    static final StartPlan.Metrics VLLM = new StartPlan.Metrics(
            "/metrics",
            Map.ofEntries(
                    Map.entry(EngineMetric.RUNNING, "vllm:num_requests_running"),
                    Map.entry(EngineMetric.WAITING, "vllm:num_requests_waiting"),
                    Map.entry(EngineMetric.KV_USAGE, "vllm:kv_cache_usage_perc"),
                    Map.entry(EngineMetric.PREEMPTIONS, "vllm:num_preemptions_total"),
                    Map.entry(EngineMetric.PREFIX_QUERIES, "vllm:prefix_cache_queries_total"),
                    Map.entry(EngineMetric.PREFIX_HITS, "vllm:prefix_cache_hits_total"),
                    Map.entry(EngineMetric.PROMPT_TOKENS, "vllm:prompt_tokens_total"),
                    Map.entry(EngineMetric.GENERATION_TOKENS, "vllm:generation_tokens_total"),
                    Map.entry(EngineMetric.DRAFT_TOKENS, "vllm:spec_decode_num_draft_tokens_total"),
                    Map.entry(EngineMetric.ACCEPTED_TOKENS, "vllm:spec_decode_num_accepted_tokens_total"),
                    Map.entry(EngineMetric.TTFT, "vllm:time_to_first_token_seconds"),
                    Map.entry(EngineMetric.ITL, "vllm:inter_token_latency_seconds"),
                    Map.entry(EngineMetric.E2EL, "vllm:e2e_request_latency_seconds")));

    static final StartPlan.Metrics SGLANG = new StartPlan.Metrics(
            "/metrics",
            Map.ofEntries(
                    Map.entry(EngineMetric.RUNNING, "sglang:num_running_reqs"),
                    Map.entry(EngineMetric.WAITING, "sglang:num_queue_reqs"),
                    Map.entry(EngineMetric.KV_USAGE, "sglang:token_usage"),
                    Map.entry(EngineMetric.PREEMPTIONS, "sglang:num_retracted_reqs"),
                    Map.entry(EngineMetric.PREFIX_HITS, "sglang:cached_tokens_total"),
                    Map.entry(EngineMetric.PREFIX_HIT_RATE, "sglang:cache_hit_rate"),
                    Map.entry(EngineMetric.PROMPT_TOKENS, "sglang:prompt_tokens_total"),
                    Map.entry(EngineMetric.GENERATION_TOKENS, "sglang:generation_tokens_total"),
                    Map.entry(EngineMetric.TTFT, "sglang:time_to_first_token_seconds"),
                    Map.entry(EngineMetric.ITL, "sglang:inter_token_latency_seconds"),
                    Map.entry(EngineMetric.E2EL, "sglang:e2e_request_latency_seconds")));

    static final StartPlan.Metrics LLAMACPP = new StartPlan.Metrics(
            "/metrics",
            Map.of(
                    EngineMetric.RUNNING, "llamacpp:requests_processing",
                    EngineMetric.WAITING, "llamacpp:requests_deferred",
                    EngineMetric.PREFIX_HITS, "llamacpp:prompt_tokens_cached_total",
                    EngineMetric.PROMPT_TOKENS, "llamacpp:prompt_tokens_total",
                    EngineMetric.GENERATION_TOKENS, "llamacpp:tokens_predicted_total",
                    EngineMetric.DRAFT_TOKENS, "llamacpp:spec_decode_num_draft_tokens_total",
                    EngineMetric.ACCEPTED_TOKENS, "llamacpp:spec_decode_num_accepted_tokens_total"));

    /** Documented: the page is there only if {@code return_perf_metrics} is on, which the recipe leaves as it is, since it costs the engine time. */
    static final StartPlan.Metrics TRTLLM = new StartPlan.Metrics(
            "/prometheus/metrics",
            Map.of(
                    EngineMetric.RUNNING, "trtllm_num_requests_running",
                    EngineMetric.WAITING, "trtllm_num_requests_waiting",
                    EngineMetric.KV_USAGE, "trtllm_kv_cache_utilization",
                    EngineMetric.PREFIX_HIT_RATE, "trtllm_kv_cache_hit_rate",
                    EngineMetric.TTFT, "trtllm_time_to_first_token_seconds",
                    EngineMetric.ITL, "trtllm_time_per_output_token_seconds",
                    EngineMetric.E2EL, "trtllm_e2e_request_latency_seconds"));

    static final StartPlan.Metrics TGI = new StartPlan.Metrics(
            "/metrics",
            Map.of(
                    EngineMetric.RUNNING, "tgi_batch_current_size",
                    EngineMetric.WAITING, "tgi_queue_size",
                    EngineMetric.GENERATION_TOKENS, "tgi_request_generated_tokens_sum",
                    EngineMetric.PROMPT_TOKENS, "tgi_request_input_length_sum",
                    EngineMetric.E2EL, "tgi_request_duration"));

    static final StartPlan.Metrics DYNAMO = new StartPlan.Metrics(
            "/metrics",
            Map.of(
                    EngineMetric.RUNNING, "dynamo_frontend_inflight_requests",
                    EngineMetric.WAITING, "dynamo_frontend_queued_requests",
                    EngineMetric.TTFT, "dynamo_frontend_time_to_first_token_seconds",
                    EngineMetric.ITL, "dynamo_frontend_inter_token_latency_seconds",
                    EngineMetric.E2EL, "dynamo_frontend_request_duration_seconds"));

    private EngineMetricNames() {}

    /** Those of all engines that have a page of metrics. */
    public static List<StartPlan.Metrics> all() {
        return List.of(VLLM, SGLANG, LLAMACPP, TRTLLM, TGI, DYNAMO);
    }
}
