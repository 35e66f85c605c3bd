package io.infermark.sim;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints the simulator's own lateness (write minus due) under closed-loop streams; a program to run by hand, not a
 * test, because its figures depend on the machine. Arguments: numbers of streams, default 1 100 1000.
 */
final class LatenessMeasurement {
    private static final int ROUNDS = 3;
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String REQUEST = "{\"prompt\":\"hello\",\"stream\":true,\"max_tokens\":100}";

    private LatenessMeasurement() {}

    public static void main(String[] args) throws IOException {
        SelfWarmUp.run(Duration.ofSeconds(2), Listening.HttpVersions.HTTP1, false);
        for (String streams : args.length == 0 ? new String[] {"1", "100", "1000"} : args) {
            run(Integer.parseInt(streams));
        }
    }

    private static void run(int streams) throws IOException {
        SimConfig config = SimConfig.builder()
                .fixed(Duration.ofMillis(200), Duration.ofMillis(10))
                .build();
        try (SimServer server = SimServer.start(config)) {
            long[] before = loopSchedule();
            StreamingClient.run(server.port(), streams, ROUNDS, REQUEST);
            long[] after = loopSchedule();
            SimTruth truth = server.truth();
            System.out.printf(
                    Locale.ROOT,
                    "%5d streams x 100 tok/s, %7d events: lateness p50 %.3f p90 %.3f p99 %.3f p99.9 %.3f max %.3f ms;"
                            + " loop thread ran %.2f s, waited %.2f s for a core%n",
                    streams,
                    truth.eventCount(),
                    truth.latenessNanos(0.5) / 1e6,
                    truth.latenessNanos(0.9) / 1e6,
                    truth.latenessNanos(0.99) / 1e6,
                    truth.latenessNanos(0.999) / 1e6,
                    truth.latenessNanos(1) / 1e6,
                    (after[0] - before[0]) / 1e9,
                    (after[1] - before[1]) / 1e9);
        }
    }

    /** CPU and run-queue wait in nanoseconds of the newest simulator loop thread; zeros where there is no /proc. */
    private static long[] loopSchedule() throws IOException {
        long[] schedule = new long[2];
        long newest = -1;
        if (!Files.isDirectory(TASKS)) {
            return schedule;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                long id = Long.parseLong(task.getFileName().toString());
                if (Files.readString(task.resolve("comm")).startsWith("infermark-sim") && id > newest) {
                    newest = id;
                    String[] fields =
                            Files.readString(task.resolve("schedstat")).trim().split(" ", -1);
                    schedule[0] = Long.parseLong(fields[0]);
                    schedule[1] = Long.parseLong(fields[1]);
                }
            }
        }
        return schedule;
    }
}
