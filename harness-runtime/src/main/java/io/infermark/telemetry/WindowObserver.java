package io.infermark.telemetry;

import io.infermark.metric.GpuEnergy;
import io.infermark.metric.Level;
import io.infermark.metric.WindowMetrics;
import io.infermark.metric.WindowTelemetry;
import io.infermark.power.MonitorColumns;
import io.infermark.power.PowerIntegration;
import io.infermark.spi.EngineMetric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Derives the telemetry of one window from what was written and read while it went on. */
final class WindowObserver {
    private static final Map<String, Pattern> ACTIVITY = Map.of(
            "utilization_percent", pattern("utilization\\.gpu.*|gfx_activity"),
            "memory_utilization_percent", pattern("utilization\\.memory.*|umc_activity"),
            "memory_used_mib", pattern("memory\\.used.*|used_vram"),
            "temperature_celsius", pattern("temperature\\.gpu.*|hotspot|edge"),
            "sm_clock_mhz", pattern("clocks\\.(current\\.)?sm.*|gfx_0_clk|gfx_clk"),
            "memory_clock_mhz", pattern("clocks\\.(current\\.)?mem(ory)?.*|mem_0_clk|mem_clk"));
    private static final Set<EngineMetric> LEVELS =
            Set.of(EngineMetric.RUNNING, EngineMetric.WAITING, EngineMetric.KV_USAGE);
    private static final Set<EngineMetric> COUNTERS = Set.of(
            EngineMetric.PREEMPTIONS,
            EngineMetric.PREFIX_QUERIES,
            EngineMetric.PREFIX_HITS,
            EngineMetric.PROMPT_TOKENS,
            EngineMetric.GENERATION_TOKENS,
            EngineMetric.DRAFT_TOKENS,
            EngineMetric.ACCEPTED_TOKENS);

    private final Instant start;
    private final Instant end;
    private final WindowMetrics served;
    private final SortedMap<String, String> sources = new TreeMap<>();
    private final SortedMap<String, String> absent = new TreeMap<>();
    private final SortedMap<String, Level> gpu = new TreeMap<>();
    private final SortedMap<String, Level> engine = new TreeMap<>();
    private final Map<EngineMetric, Double> grown = new EnumMap<>(EngineMetric.class);
    private @Nullable GpuEnergy energy;
    private SortedMap<String, Double> cpuJoules = new TreeMap<>();
    private @Nullable Double hitGauge;

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /**
     * @param start the first request was due
     * @param end the last request had ended
     * @param served what was measured in it
     */
    WindowObserver(Instant start, Instant end, WindowMetrics served) {
        this.start = start;
        this.end = end;
        this.served = served;
    }

    /** Nothing is known of GPUs. */
    void withoutGpus(String because) {
        absent.put("energy", because);
        absent.put("gpu", because);
    }

    /** Reads a monitor's file, which is complete. */
    void gpus(GpuMonitor monitor, Path csv) {
        sources.put("gpu", monitor.source());
        double from = seconds(start);
        double to = seconds(end);
        PowerIntegration power = PowerIntegration.of(csv, from, to, monitor.devices(), ZoneOffset.UTC);
        if (power.valid()) {
            energy = GpuEnergy.of(monitor.origin(), to - from, power.energyJoules(), served);
        } else {
            String why = monitor.problem();
            absent.put(
                    "energy",
                    EnergyReasons.sentence(power.reasons())
                            + (why.isEmpty() ? "" : ". " + monitor.source() + ": " + why));
        }
        try {
            MonitorColumns.read(csv, from, to, monitor.devices(), ZoneOffset.UTC, ACTIVITY)
                    .forEach((name, values) -> gpu.put(name, level(values)));
        } catch (IOException e) {
            absent.put("gpu", csv + " can't be read: " + e.getMessage());
        }
        if (gpu.isEmpty()) {
            absent.putIfAbsent("gpu", "no declared GPU has a sample in the window with a figure of its activity");
        }
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    private static Level level(List<Double> values) {
        return new Level(
                values.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                values.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                values.size());
    }

    /** Processors' energy; empty: absent for a reason. */
    void cpu(SortedMap<String, Double> joules, String absentBecause) {
        cpuJoules = joules;
        if (joules.isEmpty()) {
            absent.put("cpu_joules", absentBecause);
        } else {
            sources.put("cpu", "processors' energy counters, from the order of the window to its end");
        }
    }

    /** Nothing is known of the engine. */
    void withoutEngine(String because) {
        absent.put("engine", because);
        absent.put("engine_counters", because);
    }

    /**
     * Reads the engine's pages.
     *
     * @param names those that the engine is known to have
     * @param failure of the last attempt to read a page; empty if there was none
     */
    void engine(ObservedWindow window, Map<EngineMetric, String> names, String source, String failure) {
        sources.put("engine", source);
        EnginePage before = window.before();
        EnginePage after = window.after();
        if (before == null || after == null) {
            absent.put(
                    "engine_counters",
                    "the page was not read " + (before == null ? "before" : "after") + " the window"
                            + (failure.isEmpty() ? "" : ": " + failure));
        }
        for (EngineMetric metric : COUNTERS) {
            if (before != null && after != null) {
                grow(metric, names.get(metric), before, after);
            }
        }
        List<EnginePage> inside = window.during().stream()
                .filter(page -> !page.at().isBefore(start) && !page.at().isAfter(end))
                .toList();
        for (EngineMetric metric : LEVELS) {
            sample(metric, names.get(metric), inside);
        }
        hitGauge = inside.stream()
                .map(page -> page.values().get(EngineMetric.PREFIX_HIT_RATE))
                .filter(value -> value != null)
                .mapToDouble(Double::doubleValue)
                .average()
                .stream()
                .boxed()
                .findFirst()
                .orElse(null);
    }

    private void grow(EngineMetric metric, @Nullable String name, EnginePage before, EnginePage after) {
        Double then = before.values().get(metric);
        Double now = after.values().get(metric);
        String key = "engine_counters." + label(metric);
        if (name == null || then == null || now == null) {
            absent.put(key, "the engine's page has no such counter");
        } else if (!after.counters().contains(metric)) {
            absent.put(key, name + " goes up and down in this engine, so its difference means nothing");
        } else if (now < then) {
            absent.put(key, name + " fell from " + then + " to " + now + ": the engine was started anew");
        } else {
            grown.put(metric, now - then);
        }
    }

    private void sample(EngineMetric metric, @Nullable String name, List<EnginePage> inside) {
        List<Double> values = inside.stream()
                .map(page -> page.values().get(metric))
                .filter(value -> value != null)
                .toList();
        if (!values.isEmpty()) {
            engine.put(label(metric), level(values));
        } else {
            absent.put(
                    "engine." + label(metric),
                    name == null || !inside.isEmpty()
                            ? "the engine's page has no such figure"
                            : "no page was read inside the window, which was shorter than the second between two readings");
        }
    }

    private static String label(EngineMetric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    WindowTelemetry telemetry() {
        SortedMap<String, Double> counters = new TreeMap<>();
        grown.forEach((metric, value) -> counters.put(label(metric), value));
        PrefixHits hits = PrefixHits.of(grown, hitGauge, served);
        (hits.rate() == null ? absent : sources).put("prefix_hit_rate", hits.source());
        return new WindowTelemetry(energy, gpu, cpuJoules, engine, counters, hits.rate(), sources, absent);
    }
}
