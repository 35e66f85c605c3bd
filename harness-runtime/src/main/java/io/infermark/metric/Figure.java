package io.infermark.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One number of a window, by name: what statistics are over and tables are made of.
 *
 * @param name stable, as results write it, such as {@code ttft_p99}
 * @param unit stable
 * @param better which direction is better
 * @param poolable whether it has a meaning over the requests of several windows
 * @param of null where the window cannot support it
 */
public record Figure(
        String name, String unit, Better better, boolean poolable, Function<WindowMetrics, @Nullable Double> of) {
    /** A direction. */
    public enum Better {
        LOWER,
        HIGHER,
        NEITHER
    }

    /** All figures, in the order of results. */
    public static final List<Figure> ALL = all();

    private static List<Figure> all() {
        List<Figure> all = new ArrayList<>();
        rates(all, "", WindowMetrics::throughput);
        all.add(new Figure("interactivity", "tok/s/user", Better.HIGHER, true, WindowMetrics::interactivity));
        latency(all, "ttft", m -> m.ttftMs().shown());
        latency(all, "ttft_intended", m -> m.ttftMs().fromIntended());
        latency(all, "ttft_sent", m -> m.ttftMs().fromSent());
        latency(all, "ttfat", m -> m.ttfatMs().shown());
        latency(all, "first_visible", m -> m.firstVisibleMs().shown());
        latency(all, "tpot", WindowMetrics::tpotMs);
        latency(all, "itl", WindowMetrics::itlMs);
        latency(all, "icl", WindowMetrics::iclMs);
        latency(all, "e2el", m -> m.e2elMs().shown());
        latency(all, "e2el_intended", m -> m.e2elMs().fromIntended());
        latency(all, "e2el_sent", m -> m.e2elMs().fromSent());
        latency(all, "stream_close", m -> m.streamCloseMs().shown());
        latency(all, "client_delay", WindowMetrics::clientDelayMs);
        rates(all, "steady_", WindowMetrics::steady);
        rates(all, "whole_run_", WindowMetrics::wholeRun);
        all.add(new Figure(
                "held_concurrency",
                "requests",
                Better.NEITHER,
                false,
                m -> m.load().heldConcurrency()));
        all.add(new Figure(
                "held_ratio", "1", Better.HIGHER, false, m -> m.load().heldRatio()));
        all.add(new Figure(
                "delivered_ratio", "1", Better.HIGHER, false, m -> m.load().deliveredRatio()));
        all.add(new Figure(
                "realised_rate", "req/s", Better.NEITHER, false, m -> m.load().realisedRate()));
        all.add(new Figure("ramp", "s", Better.NEITHER, false, m -> m.load().rampSeconds()));
        all.add(new Figure("drain", "s", Better.NEITHER, false, m -> m.load().drainSeconds()));
        all.add(new Figure(
                "input_length",
                "tokens",
                Better.NEITHER,
                true,
                m -> m.inputTokens().mean()));
        all.add(new Figure(
                "output_length",
                "tokens",
                Better.NEITHER,
                true,
                m -> m.outputTokens().mean()));
        all.add(new Figure(
                "cached_share", "1", Better.NEITHER, true, m -> m.tokens().cachedShare()));
        energy(all, "joules_per_output_token", "J/tok", Better.LOWER, GpuEnergy::joulesPerOutputToken);
        energy(all, "joules_per_input_token", "J/tok", Better.LOWER, GpuEnergy::joulesPerInputToken);
        energy(all, "joules_per_total_token", "J/tok", Better.LOWER, GpuEnergy::joulesPerTotalToken);
        energy(all, "joules_per_request", "J/req", Better.LOWER, GpuEnergy::joulesPerRequest);
        energy(all, "gpu_power", "W", Better.NEITHER, GpuEnergy::watts);
        energy(all, "gpu_power_per_gpu", "W/GPU", Better.NEITHER, GpuEnergy::wattsPerGpu);
        energy(all, "gpu_energy", "J", Better.NEITHER, GpuEnergy::joules);
        all.add(new Figure("prefix_hit_rate", "1", Better.NEITHER, false, Figure::prefixHitRate));
        all.add(new Figure("goodput", "req/s", Better.HIGHER, false, Figure::goodput));
        all.add(new Figure("goodput_share", "1", Better.HIGHER, true, Figure::goodputShare));
        return List.copyOf(all);
    }

    /** Whole windows have different lengths: an energy has no meaning over several of them. */
    private static void energy(
            List<Figure> all, String name, String unit, Better better, Function<GpuEnergy, @Nullable Double> member) {
        all.add(new Figure(name, unit, better, false, metrics -> {
            GpuEnergy energy = metrics.energy();
            return energy == null ? null : member.apply(energy);
        }));
    }

    private static @Nullable Double prefixHitRate(WindowMetrics metrics) {
        WindowTelemetry telemetry = metrics.telemetry();
        return telemetry == null ? null : telemetry.prefixHitRate();
    }

    private static @Nullable Double goodput(WindowMetrics metrics) {
        Goodput goodput = metrics.goodput();
        return goodput == null ? null : goodput.requests();
    }

    private static @Nullable Double goodputShare(WindowMetrics metrics) {
        Goodput goodput = metrics.goodput();
        return goodput == null ? null : goodput.share();
    }

    private static void rates(List<Figure> all, String prefix, Function<WindowMetrics, @Nullable Throughput> stretch) {
        rate(all, prefix + "request_throughput", "req/s", stretch, Throughput::requests);
        rate(all, prefix + "input_throughput", "tok/s", stretch, Throughput::inputTokens);
        rate(all, prefix + "output_throughput", "tok/s", stretch, Throughput::outputTokens);
        rate(all, prefix + "total_throughput", "tok/s", stretch, Throughput::totalTokens);
        rate(all, prefix + "input_throughput_per_gpu", "tok/s/GPU", stretch, Throughput::inputTokensPerGpu);
        rate(all, prefix + "output_throughput_per_gpu", "tok/s/GPU", stretch, Throughput::outputTokensPerGpu);
        rate(all, prefix + "total_throughput_per_gpu", "tok/s/GPU", stretch, Throughput::totalTokensPerGpu);
    }

    private static void rate(
            List<Figure> all,
            String name,
            String unit,
            Function<WindowMetrics, @Nullable Throughput> stretch,
            Function<Throughput, @Nullable Double> member) {
        all.add(new Figure(name, unit, Better.HIGHER, false, metrics -> {
            Throughput throughput = stretch.apply(metrics);
            return throughput == null ? null : member.apply(throughput);
        }));
    }

    private static void latency(List<Figure> all, String name, Function<WindowMetrics, Distribution> of) {
        all.add(new Figure(
                name + "_mean", "ms", Better.LOWER, true, m -> of.apply(m).mean()));
        for (double p : new double[] {50, 90, 95, 99, 99.9}) {
            String label = String.format(Locale.ROOT, "%s_p%s", name, p == 99.9 ? "99.9" : Integer.toString((int) p));
            all.add(new Figure(label, "ms", Better.LOWER, true, m -> of.apply(m).percentile(p)));
        }
    }
}
