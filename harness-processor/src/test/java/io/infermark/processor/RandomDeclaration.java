package io.infermark.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A random valid benchmark class and, worked out from the same random numbers by plain loops, its points in order. */
final class RandomDeclaration {
    private final SplittableRandom random;
    private final StringBuilder annotations = new StringBuilder();
    private final List<String> points = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    RandomDeclaration(long seed) {
        random = new SplittableRandom(seed);
        int workloads = 1 + random.nextInt(2);
        for (int i = 0; i < workloads; i++) {
            lengths.add(100 * (i + 1) + random.nextInt(100));
            annotations.append("@Workload(isl = " + lengths.get(i) + ", osl = 7, name = \"w" + i + "\")\n");
        }
        int excludedConc = random.nextBoolean() ? 3 : -1;
        int rows = 1 + random.nextInt(3);
        for (int row = 0; row < rows; row++) {
            addRow(row, excludedConc);
        }
        if (excludedConc > 0) {
            // Each row has this concurrency with tp=2, so that the exclusion drops something.
            annotations.append("@Exclude({\"conc=" + excludedConc + "\", \"tp<4\"})\n");
        }
    }

    private void addRow(int row, int excludedConc) {
        int only = row == 0 ? -1 : random.nextInt(lengths.size());
        List<Integer> tps = subset(List.of(2, 8));
        List<Integer> eps = subset(List.of(1, 2));
        List<Boolean> dpas = subset(List.of(false, true));
        List<String> specs = subset(List.of("NONE", "MTP"));
        List<String> seeds = subset(List.of("", "1", "a \\\"b\\\"", "x,y=z]"));
        // Rows differ in an axis that all of them have, so that no point is declared twice.
        String rowValue = "r" + row;
        boolean open = random.nextInt(4) == 0;
        List<String> rates = open ? subset(List.of("2.5", "40", "7")) : List.of();
        int from = 3;
        int to = 3 + random.nextInt(20);
        List<String> concurrencies = new ArrayList<>();
        for (int value = from; value < to; value *= 2) {
            concurrencies.add(Integer.toString(value));
        }
        concurrencies.add(Integer.toString(to));
        annotations
                .append("@Sweep(" + (only < 0 ? "" : "workload = \"w" + only + "\", "))
                .append("tp = {" + join(tps, Object::toString) + "}, ep = {" + join(eps, Object::toString) + "}, ")
                .append("dpAttention = {" + join(dpas, Object::toString) + "}, ")
                .append("specDecoding = {" + join(specs, s -> "SpecDecoding." + s) + "}, ")
                .append("axes = {@Axis(name = \"row\", values = \"" + rowValue + "\", env = \"ROW\"), ")
                .append("@Axis(name = \"own\", values = {" + join(seeds, s -> '"' + s + '"')
                        + "}, flag = \"--seed\")}, ")
                .append(open ? "rate = @Rate({" + String.join(", ", rates) + "}), " : "")
                .append("concurrency = @Concurrency(from = " + from + ", to = " + to + "))\n");
        for (int workload = 0; workload < lengths.size(); workload++) {
            if (only >= 0 && only != workload) {
                continue;
            }
            for (int tp : tps) {
                for (int ep : eps) {
                    for (boolean dpa : dpas) {
                        for (String spec : specs) {
                            for (String seed : seeds) {
                                for (String rate : open ? rates : List.of("null")) {
                                    for (String conc : concurrencies) {
                                        if (tp < 4 && conc.equals(Integer.toString(excludedConc))) {
                                            continue;
                                        }
                                        points.add("isl=" + lengths.get(workload) + " osl=7 tp=" + tp + " ep=" + ep
                                                + " dpa=" + dpa + " spec=" + spec + " own=[" + rowValue + ", "
                                                + seed.replace("\\\"", "\"") + "] rate=" + rate + " conc=" + conc);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /** A non-empty part in random order; always with the first value of the list. */
    private <T> List<T> subset(List<T> all) {
        List<T> left = new ArrayList<>(all.subList(1, all.size()));
        List<T> chosen = new ArrayList<>(List.of(all.get(0)));
        int more = random.nextInt(all.size());
        IntStream.range(0, more)
                .forEach(i -> chosen.add(random.nextInt(chosen.size() + 1), left.remove(random.nextInt(left.size()))));
        return chosen;
    }

    private static <T> String join(List<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.joining(", "));
    }

    String source() {
        return BenchmarkSource.valid()
                .withWorkloads(annotations.toString())
                .withSweeps("")
                .withType("public class Random {}")
                .text()
                .replace("@ServingBenchmark", "@ServingBenchmark(maxPoints = 100000)")
                .replace("import io.infermark.spi.Endpoint;\n", "");
    }

    List<String> points() {
        return points;
    }
}
