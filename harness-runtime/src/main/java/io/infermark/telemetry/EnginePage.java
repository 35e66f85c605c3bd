package io.infermark.telemetry;

import io.infermark.profile.PrometheusText;
import io.infermark.spi.EngineMetric;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of an engine's metrics at one instant.
 *
 * @param at the middle of the request for it
 * @param values counts are summed over labels and servers, shares are their mean
 * @param counters which of them only grow
 * @param fakeWatts made-up power by GPU, which only the embedded engine has
 */
record EnginePage(
        Instant at, Map<EngineMetric, Double> values, Set<EngineMetric> counters, SortedMap<String, Double> fakeWatts) {
    private static final String FAKE_WATTS = "infermark_sim_fake_gpu_power_watts";
    private static final Pattern GPU = Pattern.compile("gpu=\"([^\"]*)\"");
    private static final Set<EngineMetric> SHARES = EnumSet.of(EngineMetric.KV_USAGE, EngineMetric.PREFIX_HIT_RATE);

    /** @param names of this engine */
    static EnginePage of(Instant at, List<PrometheusText> pages, Map<EngineMetric, String> names) {
        Map<EngineMetric, Double> values = new EnumMap<>(EngineMetric.class);
        Set<EngineMetric> counters = EnumSet.noneOf(EngineMetric.class);
        names.forEach((metric, name) -> {
            double sum = 0;
            int n = 0;
            for (PrometheusText page : pages) {
                for (Map.Entry<String, PrometheusText.Sample> sample :
                        page.samples().entrySet()) {
                    if (base(sample.getKey()).equals(name)
                            && Double.isFinite(sample.getValue().value())) {
                        sum += sample.getValue().value();
                        n++;
                        if (sample.getValue().counter()) {
                            counters.add(metric);
                        }
                    }
                }
            }
            if (n > 0) {
                values.put(metric, SHARES.contains(metric) ? sum / n : sum);
            }
        });
        return new EnginePage(at, values, counters, fakeWatts(pages));
    }

    private static SortedMap<String, Double> fakeWatts(List<PrometheusText> pages) {
        SortedMap<String, Double> watts = new TreeMap<>();
        for (int server = 0; server < pages.size(); server++) {
            for (Map.Entry<String, PrometheusText.Sample> sample :
                    pages.get(server).samples().entrySet()) {
                Matcher gpu = GPU.matcher(sample.getKey());
                if (base(sample.getKey()).equals(FAKE_WATTS) && gpu.find()) {
                    watts.put(
                            pages.size() == 1 ? gpu.group(1) : server + "." + gpu.group(1),
                            sample.getValue().value());
                }
            }
        }
        return watts;
    }

    /** A sample's name without its labels. */
    static String base(String name) {
        int brace = name.indexOf('{');
        return brace < 0 ? name : name.substring(0, brace);
    }
}
