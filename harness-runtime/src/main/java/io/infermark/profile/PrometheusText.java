package io.infermark.profile;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A metrics page in Prometheus' text form, as far as a comparison of two needs it.
 *
 * @param samples by name with labels, buckets of histograms left out
 */
public record PrometheusText(Map<String, Sample> samples) {
    public PrometheusText {
        samples = Map.copyOf(samples);
    }

    /**
     * One value.
     *
     * @param counter whether it only grows
     */
    public record Sample(double value, boolean counter) {
        /** Both together, of two servers. */
        public Sample plus(Sample other) {
            return new Sample(value + other.value, counter);
        }
    }

    /** Lines that are no sample are passed over: a page of a version that we do not know must not end a run. */
    public static PrometheusText parse(String page) {
        Map<String, String> types = new HashMap<>();
        Map<String, Sample> samples = new TreeMap<>();
        for (String line : page.split("\n", -1)) {
            String text = line.strip();
            if (text.startsWith("# TYPE ")) {
                String[] words = text.split("\\s+", -1);
                if (words.length >= 4) {
                    types.put(words[2], words[3]);
                }
            } else if (!text.isEmpty() && text.charAt(0) != '#') {
                sample(text, types, samples);
            }
        }
        return new PrometheusText(samples);
    }

    private static void sample(String text, Map<String, String> types, Map<String, Sample> samples) {
        int labelsEnd = text.lastIndexOf('}');
        int space = text.indexOf(' ', Math.max(0, labelsEnd));
        if (space < 1) {
            return;
        }
        String name = text.substring(0, space);
        String base = name.indexOf('{') < 0 ? name : name.substring(0, name.indexOf('{'));
        if (base.endsWith("_bucket") || base.endsWith("_created")) {
            return;
        }
        try {
            double value = Double.parseDouble(text.substring(space).strip().split("\\s+", -1)[0]);
            samples.put(name, new Sample(value, isCounter(base, types)));
        } catch (NumberFormatException e) {
            // +Inf, NaN in other spellings, or a line that is no sample.
        }
    }

    private static boolean isCounter(String base, Map<String, String> types) {
        String type = types.getOrDefault(base, "");
        if (!type.isEmpty()) {
            return type.equals("counter");
        }
        return base.endsWith("_total") || base.endsWith("_sum") || base.endsWith("_count");
    }

    /** Counters as what they grew by since an earlier page, without those that did not; gauges as they are now. */
    public Map<String, Double> since(PrometheusText before) {
        Map<String, Double> figures = new TreeMap<>();
        samples.forEach((name, now) -> {
            Sample then = before.samples.get(name);
            double value = now.counter() && then != null ? now.value() - then.value() : now.value();
            if (!now.counter() || value != 0) {
                figures.put(name, value);
            }
        });
        return figures;
    }
}
