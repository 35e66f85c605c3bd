package io.infermark.load;

import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimLogReader;
import io.infermark.sim.SimOption;
import io.infermark.sim.SimProcess;
import io.infermark.sim.SimTruth;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many thousand streams at once against a simulator in its own JVM, with the error of each first token; no test, since figures depend on the machine. The window is
 * one burst: every stream has one request, and all are in flight before the first token.
 *
 * <pre>
 * java [options of LoaderJvm] -cp … io.infermark.load.ManyStreamsMeasurement 1.1|h2c STREAMS TOKENS TTFT_MS ITL_MS
 * </pre>
 */
public final class ManyStreamsMeasurement {
    private static final int SIM_CORE = 0;

    private ManyStreamsMeasurement() {}

    /** Measures once and prints one line. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            SimProcess.run(SimConfig.builder()
                    .fixed(
                            Duration.ofMillis(Long.parseLong(arguments[2])),
                            Duration.ofMillis(Long.parseLong(arguments[3])))
                    .option(SimOption.SEND_LOG, arguments[1])
                    .option(SimOption.WARM_UP, "1s")
                    .build());
            return;
        }
        int streams = Integer.parseInt(arguments[1]);
        int tokens = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory("many");
        Path log = folder.resolve("send.log");
        Process server = server(log, arguments[3], arguments[4]);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            URI base = URI.create(output.readLine().replaceAll(".*(http://[^ ]+).*", "$1"));
            LoadOptions options = LoadOptions.DEFAULT
                    .withCores(List.of(1))
                    .withConnections(new ConnectionOptions(
                            Protocol.of(arguments[0]),
                            ConnectionOptions.DEFAULT.streamsPerConnection(),
                            true,
                            List.of()));
            try (LoadRig rig = new LoadRig(folder, base, options)) {
                rig.session.warmUp(Duration.ofSeconds(1));
                WindowMark mark = rig.run(rig.closed(streams, streams, tokens));
                List<RequestRecord> records = rig.records();
                LoaderHealth health = rig.session.health();
                server.destroy();
                server.waitFor();
                report(arguments[0], streams, records, mark, health, rig, SimLogReader.read(log));
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process server(Path log, String ttft, String itl) throws IOException {
        return new ProcessBuilder(
                        "taskset",
                        "-c",
                        Integer.toString(SIM_CORE),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xms1g",
                        "-Xmx1g",
                        "-Xmn600m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyStreamsMeasurement.class.getName(),
                        "serve",
                        log.toString(),
                        ttft,
                        itl)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void report(
            String protocol,
            int streams,
            List<RequestRecord> records,
            WindowMark mark,
            LoaderHealth health,
            LoadRig rig,
            SimTruth truth) {
        Map<String, Long> arrivals = new HashMap<>();
        truth.requests().forEach(request -> arrivals.put(request.requestId(), request.arrivalNanos()));
        Map<String, Long> firstWrites = new HashMap<>();
        for (int i = 0; i < truth.eventCount(); i++) {
            SimTruth.Event event = truth.event(i);
            if (event.tokens() > 0) {
                firstWrites.putIfAbsent(
                        truth.requests().get(event.requestIndex()).requestId(), event.writeNanos());
            }
        }
        long origin = rig.writer.epoch().nanoOrigin();
        double[] read = new double[records.size()];
        double[] error = new double[records.size()];
        int ok = 0;
        int reused = 0;
        long tokens = 0;
        long firstSent = Long.MAX_VALUE;
        long lastSent = Long.MIN_VALUE;
        for (RequestRecord record : records) {
            if (!record.ok()) {
                System.out.println("failed: " + record.detail());
                continue;
            }
            long write = firstWrites.getOrDefault(record.requestId(), 0L);
            read[ok] = (record.eventNanos()[0] + origin - write) / 1e6;
            error[ok++] = (record.eventNanos()[0]
                            - record.sentNanos()
                            - (write - arrivals.getOrDefault(record.requestId(), 0L)))
                    / 1e6;
            reused += record.reusedConnection() ? 1 : 0;
            tokens += record.usageOutputTokens();
            firstSent = Math.min(firstSent, record.sentNanos());
            lastSent = Math.max(lastSent, record.sentNanos());
        }
        System.out.printf(
                Locale.ROOT,
                "%s %d streams: ok %d, reused %d, connections %d, full %s, tokens %d, span of sends %.1f ms,"
                        + " TTFT error mean %.3f p50 %.3f p99 %.3f max %.3f ms, read delay mean %.3f p99 %.3f ms,"
                        + " window %.2f s, simulator late p99 %.3f ms, open failures %d%n",
                protocol,
                streams,
                ok,
                reused,
                truth.connections(),
                mark.fullNanos() == RequestRecord.UNSEEN ? "never" : "yes",
                tokens,
                (lastSent - firstSent) / 1e6,
                mean(error, ok),
                rank(error, ok, 0.5),
                rank(error, ok, 0.99),
                rank(error, ok, 1),
                mean(read, ok),
                rank(read, ok, 0.99),
                (mark.endNanos() - mark.startNanos()) / 1e9,
                truth.latenessNanos(0.99) / 1e6,
                health.openFailures());
    }

    private static double mean(double[] values, int count) {
        return Arrays.stream(values, 0, count).average().orElse(Double.NaN);
    }

    private static double rank(double[] values, int count, double quantile) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(quantile * count) - 1)];
    }
}
