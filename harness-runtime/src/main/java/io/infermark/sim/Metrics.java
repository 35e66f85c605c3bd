package io.infermark.sim;

/**
 * {@code /metrics} in Prometheus text, under the names of the dialect's engine, from the same counters as
 * {@link SimTruth}. The power of the GPUs is made up (idle power plus load) and says so in name and help.
 */
final class Metrics {
    private final LoopState loop;

    Metrics(LoopState loop) {
        this.loop = loop;
    }

    String text() {
        StringBuilder out = new StringBuilder(8192);
        String model = loop.config.serving().model().replace("\\", "\\\\").replace("\"", "\\\"");
        switch (loop.config.serving().dialect()) {
            case VLLM -> vllm(out, "engine=\"0\",model_name=\"" + model + "\"");
            case SGLANG -> sglang(out, "model_name=\"" + model + "\"");
            case TRTLLM -> trtllm(out, "engine_type=\"trtllm\",model_name=\"" + model + "\"");
            case LLAMACPP -> llamaCpp(out);
        }
        power(out);
        return out.toString();
    }

    private void vllm(StringBuilder out, String labels) {
        Counters counters = loop.counters;
        gauge(out, "vllm:num_requests_running", labels, loop.running());
        gauge(out, "vllm:num_requests_waiting", labels, loop.engine.waiting());
        gauge(out, "vllm:kv_cache_usage_perc", labels, loop.engine.kvUsage());
        counter(out, "vllm:prefix_cache_queries_total", labels, loop.engine.prefixQueries());
        counter(out, "vllm:prefix_cache_hits_total", labels, loop.engine.prefixHits());
        counter(out, "vllm:num_preemptions_total", labels, loop.engine.preemptions());
        counter(out, "vllm:prompt_tokens_total", labels, counters.promptTokens);
        counter(out, "vllm:generation_tokens_total", labels, counters.outputTokens);
        out.append("# TYPE vllm:request_success_total counter\n");
        success(out, labels, "stop", counters.stopped);
        success(out, labels, "length", counters.completed - counters.stopped);
        success(out, labels, "abort", counters.aborted);
        counter(out, "vllm:spec_decode_num_drafts_total", labels, loop.engine.drafts());
        counter(out, "vllm:spec_decode_num_draft_tokens_total", labels, loop.engine.draftTokens());
        counter(out, "vllm:spec_decode_num_accepted_tokens_total", labels, loop.engine.acceptedTokens());
        histograms(
                out,
                labels,
                "vllm:time_to_first_token_seconds",
                "vllm:inter_token_latency_seconds",
                "vllm:e2e_request_latency_seconds");
    }

    private static void success(StringBuilder out, String labels, String reason, long value) {
        line(out, "vllm:request_success_total", labels + ",finished_reason=\"" + reason + "\"", value);
    }

    private void histograms(StringBuilder out, String labels, String ttft, String itl, String e2e) {
        out.append("# TYPE ").append(ttft).append(" histogram\n");
        loop.counters.ttft.write(ttft, labels, out);
        out.append("# TYPE ").append(itl).append(" histogram\n");
        loop.counters.itl.write(itl, labels, out);
        out.append("# TYPE ").append(e2e).append(" histogram\n");
        loop.counters.e2e.write(e2e, labels, out);
    }

    private void sglang(StringBuilder out, String labels) {
        Counters counters = loop.counters;
        gauge(out, "sglang:num_running_reqs", labels, loop.running());
        gauge(out, "sglang:num_queue_reqs", labels, loop.engine.waiting());
        gauge(out, "sglang:token_usage", labels, loop.engine.kvUsage());
        counter(out, "sglang:prompt_tokens_total", labels, counters.promptTokens);
        counter(out, "sglang:generation_tokens_total", labels, counters.outputTokens);
        counter(out, "sglang:cached_tokens_total", labels, loop.engine.prefixHits());
        counter(out, "sglang:num_requests_total", labels, counters.completed);
        counter(out, "sglang:num_aborted_requests_total", labels, counters.aborted);
        histograms(
                out,
                labels,
                "sglang:time_to_first_token_seconds",
                "sglang:inter_token_latency_seconds",
                "sglang:e2e_request_latency_seconds");
    }

    private void trtllm(StringBuilder out, String labels) {
        Counters counters = loop.counters;
        counter(out, "trtllm_request_success_total", labels, counters.completed);
        gauge(out, "trtllm_num_requests_running", labels, loop.running());
        gauge(out, "trtllm_num_requests_waiting", labels, loop.engine.waiting());
        gauge(out, "trtllm_kv_cache_utilization", labels, loop.engine.kvUsage());
        double queries = loop.engine.prefixQueries();
        gauge(out, "trtllm_kv_cache_hit_rate", labels, queries == 0 ? 0 : loop.engine.prefixHits() / queries);
        counter(out, "trtllm_prompt_tokens_total", labels, counters.promptTokens);
        counter(out, "trtllm_generation_tokens_total", labels, counters.outputTokens);
        histograms(
                out,
                labels,
                "trtllm_time_to_first_token_seconds",
                "trtllm_time_per_output_token_seconds",
                "trtllm_e2e_request_latency_seconds");
    }

    private void llamaCpp(StringBuilder out) {
        Counters counters = loop.counters;
        counter(out, "llamacpp:prompt_tokens_total", "", counters.promptTokens - counters.cachedTokens);
        counter(out, "llamacpp:prompt_tokens_cached_total", "", counters.cachedTokens);
        counter(out, "llamacpp:tokens_predicted_total", "", counters.outputTokens);
        counter(out, "llamacpp:n_decode_total", "", loop.engine.steps());
        counter(out, "llamacpp:n_tokens_max", "", counters.longest);
        counter(out, "llamacpp:spec_decode_num_draft_tokens_total", "", loop.engine.draftTokens());
        counter(out, "llamacpp:spec_decode_num_accepted_tokens_total", "", loop.engine.acceptedTokens());
        counter(out, "llamacpp:spec_decode_num_drafts_total", "", loop.engine.drafts());
        gauge(out, "llamacpp:requests_processing", "", loop.running());
        gauge(out, "llamacpp:requests_deferred", "", loop.engine.waiting());
    }

    private void power(StringBuilder out) {
        out.append(
                "# HELP infermark_sim_fake_gpu_power_watts Made-up power that follows the batch size; not measured\n");
        out.append("# TYPE infermark_sim_fake_gpu_power_watts gauge\n");
        for (int gpu = 0; gpu < loop.engine.gpus(); gpu++) {
            value(
                    out,
                    "infermark_sim_fake_gpu_power_watts",
                    "gpu=\"" + gpu + "\"",
                    loop.engine.watts(gpu, loop.counters.fixedRunning));
        }
    }

    private static void counter(StringBuilder out, String name, String labels, long value) {
        out.append("# TYPE ").append(name).append(" counter\n");
        line(out, name, labels, value);
    }

    private static void gauge(StringBuilder out, String name, String labels, double value) {
        out.append("# TYPE ").append(name).append(" gauge\n");
        value(out, name, labels, value);
    }

    private static void line(StringBuilder out, String name, String labels, long value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    private static void value(StringBuilder out, String name, String labels, double value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }
}
