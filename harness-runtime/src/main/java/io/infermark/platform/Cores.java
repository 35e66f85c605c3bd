package io.infermark.platform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The processor cores that this process may use. */
public final class Cores {
    private Cores() {}

    /** Their numbers, ascending; where the system does not tell numbers, 0 … n−1 of what the JVM counts. */
    public static List<Integer> usable() {
        return ProcFs.text("self/status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> parse(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseGet(() -> IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .boxed()
                        .toList());
    }

    /**
     * Reads a list as the kernel and {@code taskset -c} write it, {@code 0,2-5}.
     *
     * @throws IllegalArgumentException {@code [CoresMalformed]} for anything else
     */
    public static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            if (!part.matches("\\d{1,5}(-\\d{1,5})?")) {
                throw new IllegalArgumentException(
                        "[CoresMalformed] \"" + list + "\" is no list of cores, as 0,2-5 is.");
            }
            int dash = part.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int to = dash < 0 ? from : Integer.parseInt(part.substring(dash + 1));
            IntStream.rangeClosed(from, to).forEach(cores::add);
        }
        Collections.sort(cores);
        return cores;
    }
}
