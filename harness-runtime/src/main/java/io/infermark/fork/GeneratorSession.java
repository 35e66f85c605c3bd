package io.infermark.fork;

import com.sun.management.OperatingSystemMXBean;
import io.infermark.endpoint.Dialect;
import io.infermark.endpoint.EndpointFacts;
import io.infermark.endpoint.EndpointProbe;
import io.infermark.endpoint.EndpointPrompts;
import io.infermark.endpoint.ProbeOptions;
import io.infermark.endpoint.RequestBodies;
import io.infermark.endpoint.SecretStore;
import io.infermark.endpoint.TokenCounting;
import io.infermark.load.EndpointTarget;
import io.infermark.load.LoadOptions;
import io.infermark.load.LoadSession;
import io.infermark.load.LoadTarget;
import io.infermark.load.LoaderHealth;
import io.infermark.load.RequestSource;
import io.infermark.load.WindowPlan;
import io.infermark.load.arrival.ArrivalProcess;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.model.Load;
import io.infermark.prompt.InferencexPrompts;
import io.infermark.prompt.PromptWindow;
import io.infermark.record.RecordEpoch;
import io.infermark.record.RecordWriter;
import io.infermark.record.WindowMark;
import io.infermark.spi.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a generator does, in whichever JVM: opens an endpoint, runs windows on it, closes. {@link #stop} and {@link #abort} may come from another thread at any time. */
final class GeneratorSession implements AutoCloseable {

    private final ToGenerator.Open order;
    private final Endpoint endpoint;
    private final SecretStore secrets;
    private final EndpointFacts facts;
    private final EndpointPrompts prompts;

    /** The prompts, if they are those of InferenceX's client. */
    private final @Nullable InferencexPrompts dataSet;

    private final RecordWriter records;
    private final LoadSession session;
    private final Map<String, Double> selfWarmUp;

    private GeneratorSession(
            ToGenerator.Open order,
            Endpoint endpoint,
            SecretStore secrets,
            EndpointFacts facts,
            EndpointPrompts prompts,
            RecordWriter records,
            LoadSession session,
            Map<String, Double> selfWarmUp) {
        this.selfWarmUp = selfWarmUp;
        this.order = order;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.facts = facts;
        this.prompts = prompts;
        dataSet = prompts.source() instanceof InferencexPrompts compatible ? compatible : null;
        this.records = records;
        this.session = session;
    }

    /** Probes the endpoint, chooses prompts, warms the client up. */
    static GeneratorSession open(ToGenerator.Open order) throws IOException {
        SecretStore secrets = SecretStore.ofValues(order.secrets());
        Endpoint endpoint =
                new Endpoint(order.urls().stream().map(URI::create).toList(), order.model(), order.options());
        ProbeOptions detecting = ProbeOptions.DEFAULT.withTimeout(Duration.ofMillis(order.probeTimeoutMillis()));
        ProbeOptions probing =
                order.dialect().isEmpty() ? detecting : detecting.withDialect(Dialect.parse(order.dialect()));
        EndpointFacts facts = EndpointProbe.probe(endpoint, secrets, probing);
        Path tokenizer = order.tokenizer().isEmpty() ? null : Path.of(order.tokenizer());
        EndpointPrompts prompts = order.inferencexPrompts() > 0
                ? EndpointPrompts.inferencex(
                        endpoint, facts, order.workload(), order.inferencexPrompts(), tokenizer, nativeCache())
                : EndpointPrompts.open(endpoint, facts, secrets, probing, tokenizer, nativeCache());
        Path file = Path.of(order.records());
        Files.createDirectories(file.getParent());
        RecordWriter records = RecordWriter.create(file, RecordEpoch.now());
        LoadSession session = LoadSession.open(
                EndpointTarget.of(
                        endpoint, secrets, order.connections().options().protocol()),
                loadOptions(order),
                records);
        Map<String, Double> warmUp = warmUp(session, Duration.ofMillis(order.warmUpMillis()));
        return new GeneratorSession(order, endpoint, secrets, facts, prompts, records, session, warmUp);
    }

    private static Map<String, Double> warmUp(LoadSession session, Duration duration) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        session.warmUp(duration);
        return Map.of(
                "millis", (System.nanoTime() - start) / 1e6, "cpuMillis", (system.getProcessCpuTime() - cpu) / 1e6);
    }

    private static LoadOptions loadOptions(ToGenerator.Open order) {
        LoadOptions base =
                LoadOptions.DEFAULT.withConnections(order.connections().options());
        LoadOptions options = order.core() >= 0 ? base.withCores(List.of(order.core())) : base.withLoops(order.loops());
        return order.inferencexPrompts() > 0 ? options.withSilentEvents() : options;
    }

    private static Path nativeCache() {
        return Path.of(System.getProperty("user.home"), ".cache", "infermark", "native");
    }

    FromGenerator.Opened opened() {
        RequestBodies sample = bodies(new PromptWindow(order.pointId(), order.fork(), true, 0, 0));
        Map<String, String> found = new TreeMap<>();
        found.put("dialect", facts.dialect().label());
        found.put("dialectForced", facts.dialectForced() ? "true" : "");
        found.put("engineVersion", facts.engineVersion());
        found.put("engineProvenance", facts.provenance().engine());
        found.put("weightsProvenance", facts.provenance().weights());
        found.put("wireOptions", String.join(" ", sample.wireOptions()));
        found.put("requestFields", String.join(" ", sample.fieldNames()));
        boolean compatible = dataSet != null;
        boolean heard = !compatible || facts.capabilities().ignoreEos();
        found.put("fixedLengthBy", heard && sample.fixedOutputLength() ? "ignore_eos" : "");
        found.put("compat", compatible ? "inferencex" : "");
        found.put("maxModelLen", Integer.toString(facts.maxModelLen()));
        List<String> notes = new java.util.ArrayList<>(facts.notes());
        notes.addAll(prompts.notes());
        if (compatible) {
            notes.add("measured in the way of InferenceX's client (-compat inferencex): "
                    + prompts.source().description());
        }
        return new FromGenerator.Opened(
                facts.model(), found, prompts.source().kind().label(), notes, selfWarmUp);
    }

    /** Runs a window and drains it; its records and its mark are in the file then. */
    FromGenerator.WindowEnded run(ToGenerator.RunWindow window) throws IOException, InterruptedException {
        PromptWindow prompt =
                new PromptWindow(order.pointId(), order.fork(), window.warmup(), window.iteration(), window.seed());
        int count = window.requests() < 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, window.requests());
        if (dataSet != null) {
            dataSet.draw(window.seed());
        }
        WindowMark mark = session.run(plan(window, prompt, count));
        records.flush();
        if (window.collectGarbage()) {
            System.gc();
        }
        return new FromGenerator.WindowEnded(
                mark.warmup(), mark.iteration(), mark.interrupted(), HealthFigures.of(session.health()));
    }

    /** Runs a window against a simulator over the session's own event loops; its records are in the order's file then. */
    FromGenerator.Calibrated calibrate(ToGenerator.Calibrate calibration) throws IOException {
        Path file = Path.of(calibration.records());
        try (RecordWriter sink = RecordWriter.create(file, records.epoch())) {
            URI url = URI.create(calibration.url());
            LoaderHealth health = session.aside(
                    LoadTarget.builder().url(url).build(), CalibrationRequests.plan(calibration, url), sink);
            return new FromGenerator.Calibrated(HealthFigures.of(health));
        }
    }

    private WindowPlan plan(ToGenerator.RunWindow window, PromptWindow prompt, int count) {
        RequestSource source = RequestSource.of(bodies(prompt).requests(count));
        long stream = prompt.stream();
        Load load = order.load().toLoad();
        WindowPlan plan = load instanceof Load.Open open
                ? open(window, open, source, count, stream)
                : closed(window, (Load.Closed) load, source, count);
        Duration deadline = Duration.ofMillis(window.timeoutMillis());
        return plan.as(window.warmup(), window.iteration())
                .within(deadline, deadline)
                .withSeed(stream);
    }

    private WindowPlan open(
            ToGenerator.RunWindow window, Load.Open load, RequestSource source, int count, long stream) {
        if (dataSet != null) {
            ArrivalSchedule schedule =
                    window.warmup() ? ClientArrivals.atOnce(count) : ClientArrivals.of(load, dataSet.waits(), count);
            return WindowPlan.open(load, source, schedule, stream);
        }
        ArrivalProcess process = ArrivalProcess.of(load);
        if (window.millis() > 0) {
            return WindowPlan.open(
                    load, source, ArrivalSchedule.ofTime(process, Duration.ofMillis(window.millis()), stream), stream);
        }
        // A trace must hold a measured window, which was seen to before the run; of a warm-up it gives what it has.
        int requests = window.warmup() && process instanceof ArrivalProcess.Trace trace
                ? Math.min(count, trace.instants().size())
                : count;
        return WindowPlan.open(load, source, ArrivalSchedule.ofRequests(process, requests, stream), stream);
    }

    private static WindowPlan closed(ToGenerator.RunWindow window, Load.Closed load, RequestSource source, int count) {
        WindowPlan plan = WindowPlan.closed(load.concurrency(), source);
        return window.millis() > 0 ? plan.during(Duration.ofMillis(window.millis())) : plan.atMost(count);
    }

    private RequestBodies bodies(PromptWindow window) {
        return RequestBodies.of(
                endpoint,
                facts,
                secrets,
                prompts.source(),
                order.workload(),
                TokenCounting.AUTO,
                order.prefixCache(),
                window);
    }

    void stop() {
        session.stopSending();
    }

    void abort() {
        session.abort();
    }

    @Override
    public void close() {
        try {
            session.close();
            records.close();
            if (dataSet != null) {
                dataSet.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
