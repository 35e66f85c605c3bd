package io.infermark.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A seeded sequence of token counts: how many tokens the k-th event holds, or how long an output is. */
public sealed interface TokenPlan {
    /** The k-th count (from 0) under a seed; the same arguments always give the same count. */
    int at(long seed, int k);

    /**
     * Counts taken in order and cycled.
     *
     * @param counts at least one count
     */
    record Cycle(List<Integer> counts) implements TokenPlan {
        public Cycle {
            counts = List.copyOf(counts);
        }

        @Override
        public int at(long seed, int k) {
            return counts.get(k % counts.size());
        }

        @Override
        public String toString() {
            return counts.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    /**
     * Counts drawn uniformly.
     *
     * @param least smallest count, inclusive
     * @param most largest count, inclusive
     */
    record Uniform(int least, int most) implements TokenPlan {
        @Override
        public int at(long seed, int k) {
            return least + (int) Math.floorMod(Mixer.mix(seed, k), (long) most - least + 1);
        }

        @Override
        public String toString() {
            return "uniform:" + least + "-" + most;
        }
    }

    /**
     * Counts drawn with weights, which need not add up to 1.
     *
     * @param counts distinct counts
     * @param weights a weight above 0 and up to 1e9 for each of them
     */
    record Weighted(List<Integer> counts, List<Double> weights) implements TokenPlan {
        public Weighted {
            counts = List.copyOf(counts);
            weights = List.copyOf(weights);
        }

        @Override
        public int at(long seed, int k) {
            double total = 0;
            for (int i = 0; i < counts.size(); i++) {
                total += weights.get(i);
            }
            double left = Mixer.unit(seed, k) * total;
            int last = counts.size() - 1;
            for (int i = 0; i < last; i++) {
                left -= weights.get(i);
                if (left < 0) {
                    return counts.get(i);
                }
            }
            return counts.get(last);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("weighted:");
            for (int i = 0; i < counts.size(); i++) {
                text.append(i > 0 ? "," : "").append(counts.get(i)).append('=');
                text.append(OptionReader.plain(weights.get(i)));
            }
            return text.toString();
        }
    }

    /**
     * Reads {@code 4}, {@code 1,4,4}, {@code uniform:1-8} or {@code weighted:1=0.7,4=0.3}; empty if the text is none of
     * them.
     */
    static Optional<TokenPlan> parse(String text, int least) {
        try {
            if (text.startsWith("weighted:")) {
                return weighted(text.substring("weighted:".length()), least);
            }
            if (text.startsWith("uniform:")) {
                String range = text.substring("uniform:".length());
                int dash = range.indexOf('-');
                if (dash < 0) {
                    return Optional.empty();
                }
                int from = Integer.parseInt(range.substring(0, dash).trim());
                int to = Integer.parseInt(range.substring(dash + 1).trim());
                return from >= least && to >= from ? Optional.of(new Uniform(from, to)) : Optional.empty();
            }
            List<Integer> counts = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                counts.add(Integer.parseInt(part.trim()));
            }
            return counts.stream().allMatch(c -> c >= least) ? Optional.of(new Cycle(counts)) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<TokenPlan> weighted(String text, int least) {
        List<Integer> counts = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            int count = Integer.parseInt(part.substring(0, equals).trim());
            double weight = Double.parseDouble(part.substring(equals + 1).trim());
            if (count < least || counts.contains(count) || !(weight > 0 && weight <= 1e9)) {
                return Optional.empty();
            }
            counts.add(count);
            weights.add(weight);
        }
        return Optional.of(new Weighted(counts, weights));
    }
}
