package io.infermark.result;

import io.infermark.metric.WindowAnalysis;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The HdrHistogram log of a point: one interval for each measured window and latency, tagged {@code fork0.iteration0.ttft}. Values are nanoseconds; the column of maxima is in
 * milliseconds, as the format asks for a readable unit.
 */
public final class LatencyLog {
    /** Name of the file in a point's folder. */
    public static final String FILE = "latency.hlog";

    private LatencyLog() {}

    /**
     * A window with its place.
     *
     * @param epochMillis wall clock at the epoch of the window's records
     */
    public record Entry(int fork, long epochMillis, WindowAnalysis window) {}

    /** Writes the log over what is there. */
    public static void write(Path file, List<Entry> entries) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(file);
                PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(out);
            long base = entries.stream().mapToLong(LatencyLog::start).min().orElse(0);
            log.outputComment("[infermark latencies in ns; tags fork.iteration.latency]");
            log.outputLogFormatVersion();
            log.outputStartTime(base);
            log.setBaseTime(base);
            log.outputLegend();
            for (Entry entry : entries) {
                entry.window().histograms().forEach((name, histogram) -> {
                    histogram.setTag("fork" + entry.fork() + ".iteration"
                            + entry.window().mark().iteration() + "." + name);
                    add(log, histogram, start(entry), end(entry));
                });
            }
            if (out.checkError()) {
                throw new IOException("could not write " + file);
            }
        }
    }

    private static void add(HistogramLogWriter log, Histogram histogram, long startMillis, long endMillis) {
        histogram.setStartTimeStamp(startMillis);
        histogram.setEndTimeStamp(endMillis);
        log.outputIntervalHistogram(histogram);
    }

    private static long start(Entry entry) {
        return entry.epochMillis() + entry.window().mark().startNanos() / 1_000_000;
    }

    private static long end(Entry entry) {
        return entry.epochMillis() + entry.window().mark().endNanos() / 1_000_000;
    }
}
