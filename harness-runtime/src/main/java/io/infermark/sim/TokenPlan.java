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

    /** Reads {@code 4}, {@code 1,4,4} or {@code uniform:1-8}; empty if the text is none of them. */
    static Optional<TokenPlan> parse(String text, int least) {
        try {
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
}
