package io.infermark.load;

import io.infermark.api.Arrival;
import io.infermark.endpoint.PreparedRequest;
import io.infermark.model.Load;
import io.infermark.record.Outcome;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the generator against the simulator's send log, each in a JVM of its own, and prints the error; no test, since figures depend on the machine.
 *
 * <pre>
 * java [options of LoaderJvm] -cp … io.infermark.load.AccuracyMeasurement closed STREAMS [core] [simCore]
 * java [options of LoaderJvm] -cp … io.infermark.load.AccuracyMeasurement open RATE [core] [simCore]
 * </pre>
 */
public final class AccuracyMeasurement {
    private static final int WARM_UP_MILLIS = Integer.getInteger("warmUpMillis", 1000);

    private AccuracyMeasurement() {}

    /** Measures once and prints one line. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            SimProcess.run(SimConfig.builder()
                    .fixed(Duration.ofMillis(200), Duration.ofMillis(10))
                    .option(SimOption.SEND_LOG, arguments[1])
                    .option(SimOption.WARM_UP, System.getProperty("simWarmUp", "1s"))
                    .build());
            return;
        }
        boolean open = arguments[0].equals("open");
        int size = Integer.parseInt(arguments[1]);
        int core = arguments.length > 2 ? Integer.parseInt(arguments[2]) : -1;
        int simCore = arguments.length > 3 ? Integer.parseInt(arguments[3]) : -1;
        Path folder = Files.createTempDirectory("accuracy");
        Path log = folder.resolve("send.log");
        Process server = server(log, simCore);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String ready = output.readLine();
            URI base = URI.create(ready.replaceAll(".*(http://[^ ]+).*", "$1"));
            LoadOptions options = core < 0 ? LoadOptions.DEFAULT : LoadOptions.DEFAULT.withCores(List.of(core));
            try (LoadRig rig = new LoadRig(folder, base, options)) {
                rig.session.warmUp(Duration.ofMillis(WARM_UP_MILLIS));
                WindowMark mark = rig.run(plan(rig, open, size));
                List<RequestRecord> records = rig.records();
                server.destroy();
                server.waitFor();
                report(open ? "open " + size + "/s" : "closed " + size, records, mark, rig, SimLogReader.read(log));
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process server(Path log, int core) throws IOException {
        List<String> command = new ArrayList<>();
        if (core >= 0) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmx512m",
                "-Xmn300m",
                "-DsimWarmUp=" + System.getProperty("simWarmUp", "1s"),
                "-cp",
                System.getProperty("java.class.path"),
                AccuracyMeasurement.class.getName(),
                "serve",
                log.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static WindowPlan plan(LoadRig rig, boolean open, int size) {
        if (!open) {
            return rig.closed(size, Math.max(10, 3 * size), 100);
        }
        int requests = size * 5;
        List<PreparedRequest> prepared = LoadRig.requests(rig.base, requests, 8);
        return WindowPlan.open(new Load.Open(size, Arrival.CONSTANT, 1, 0), RequestSource.of(prepared), requests, 1)
                .withConnections(size / 2);
    }

    private static void report(String what, List<RequestRecord> records, WindowMark mark, LoadRig rig, SimTruth truth) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < truth.requests().size(); i++) {
            indexes.put(truth.requests().get(i).requestId(), i);
        }
        Map<Integer, List<SimTruth.Event>> written = new HashMap<>();
        for (int i = 0; i < truth.eventCount(); i++) {
            SimTruth.Event event = truth.event(i);
            if (event.tokens() > 0) {
                written.computeIfAbsent(event.requestIndex(), any -> new ArrayList<>())
                        .add(event);
            }
        }
        long origin = rig.writer.epoch().nanoOrigin();
        List<Double> ttft = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        List<Double> delay = new ArrayList<>();
        List<Double> gap = new ArrayList<>();
        List<Double> sent = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        int failed = 0;
        int concurrency = mark.load() instanceof Load.Closed closed ? closed.concurrency() : 0;
        long firstSent = Long.MAX_VALUE;
        long lastSent = 0;
        for (RequestRecord record : records) {
            Integer index = indexes.get(record.requestId());
            if (record.outcome() != Outcome.OK || index == null) {
                failed++;
                continue;
            }
            List<SimTruth.Event> events = written.getOrDefault(index, List.of());
            double own = (record.eventNanos()[0] - record.sentNanos()) / 1e6;
            double true_ =
                    (events.get(0).writeNanos() - truth.requests().get(index).arrivalNanos()) / 1e6;
            read.add((truth.requests().get(index).arrivalNanos() - record.sentNanos() - origin) / 1e6);
            ttft.add(own - true_);
            (record.index() < concurrency ? first : later).add(own - true_);
            sent.add((record.sentNanos() - record.intendedNanos()) / 1e6);
            if (record.index() < concurrency) {
                firstSent = Math.min(firstSent, record.sentNanos());
                lastSent = Math.max(lastSent, record.sentNanos());
            }
            for (int i = 0; i < events.size(); i++) {
                delay.add((record.eventNanos()[i] + origin - events.get(i).writeNanos()) / 1e6);
                if (i > 0) {
                    double ownGap = (record.eventNanos()[i] - record.eventNanos()[i - 1]) / 1e6;
                    double trueGap =
                            (events.get(i).writeNanos() - events.get(i - 1).writeNanos()) / 1e6;
                    gap.add(ownGap - trueGap);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: requests %d failed %d; TTFT error mean %.3f p99 %.3f max %.3f; first wave %.3f later %.3f; read-write p50 %.3f p99 %.3f; gap error sigma %.3f p99 %.3f; first wave span %.1f; sent-intended p50 %.3f p99 %.3f max %.3f; server read p50 %.3f p99 %.3f; server late p99 %.3f; window %.2f s%n%s%n",
                what,
                records.size(),
                failed,
                mean(ttft),
                quantile(ttft, 0.99),
                quantile(ttft, 1),
                mean(first),
                mean(later),
                quantile(delay, 0.5),
                quantile(delay, 0.99),
                sigma(gap),
                quantile(gap, 0.99),
                (lastSent - firstSent) / 1e6,
                quantile(sent, 0.5),
                quantile(sent, 0.99),
                quantile(sent, 1),
                quantile(read, 0.5),
                quantile(read, 0.99),
                truth.latenessNanos(0.99) / 1e6,
                (mark.endNanos() - mark.startNanos()) / 1e9,
                rig.session.health());
        System.out.println(memory());
    }

    private static String memory() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmHWM"))
                            .findFirst()
                            .orElse("")
                    + " cpu "
                    + ((com.sun.management.OperatingSystemMXBean)
                                            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                                    .getProcessCpuTime()
                            / 1e9;
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    }

    private static double sigma(List<Double> values) {
        double mean = mean(values);
        return Math.sqrt(values.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0));
    }

    private static double quantile(List<Double> values, double q) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = values.stream().mapToDouble(v -> v).toArray();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
    }
}
