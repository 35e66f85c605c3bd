package io.infermark.run;

import io.infermark.api.Protocol;
import io.infermark.fork.FromGenerator;
import io.infermark.metric.ClientRules;
import io.infermark.metric.MetricContext;
import io.infermark.metric.PrefixCacheRule;
import io.infermark.metric.Validity;
import io.infermark.metric.WindowAnalysis;
import io.infermark.metric.WindowTelemetry;
import io.infermark.model.BenchmarkSpec;
import io.infermark.plan.PlannedPoint;
import io.infermark.record.RecordFormatException;
import io.infermark.record.RecordReader;
import io.infermark.result.IterationResult;
import io.infermark.telemetry.TrialTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The windows of a trial, analysed from its record file. Pure: the same file gives the same figures, now or on resume. */
record TrialAnalysis(String startedAt, List<WindowAnalysis> windows) {
    /** No record file. */
    static final TrialAnalysis NONE = new TrialAnalysis("", List.of());

    /** Of {@code quick}: nobody said what serves and how. */
    private static final String UNDECLARED_ENGINE = "external";

    /**
     * Reads and analyses.
     *
     * @param endpoint what the endpoint said of itself, and in which client's way it was measured
     * @throws RecordsException if there is a file that can't be read
     */
    static TrialAnalysis of(Path records, PlannedPoint planned, Map<String, String> endpoint) {
        if (!Files.exists(records)) {
            return NONE;
        }
        BenchmarkSpec spec = planned.spec();
        int gpus = spec.hardware().gpusPerNode() == 0
                ? 0
                : Math.toIntExact(planned.point().parallelism().gpus());
        MetricContext context = new MetricContext(
                planned.point().workload(),
                gpus,
                spec.slo(),
                endpoint.get("fixedLengthBy"),
                MetricContext.DEFAULT_LATENESS_BOUND,
                spec.run().minRequests(),
                declared(planned) ? spec.server().prefixHitRate() : 0,
                rules(planned, endpoint));
        try (RecordReader reader = RecordReader.open(records)) {
            return new TrialAnalysis(
                    reader.epoch().wallClock().toString(), WindowAnalysis.of(reader, reader.marks(), context));
        } catch (IOException e) {
            throw unreadable(records, e);
        } catch (UncheckedIOException | RecordFormatException e) {
            throw unreadable(records, e);
        }
    }

    private static boolean declared(PlannedPoint planned) {
        return !planned.spec().server().engine().name().equals(UNDECLARED_ENGINE);
    }

    private static ClientRules rules(PlannedPoint planned, Map<String, String> endpoint) {
        if (!"inferencex".equals(endpoint.get("compat"))) {
            return ClientRules.NATIVE;
        }
        return planned.spec().server().endpoint().protocol() == Protocol.CHAT
                ? ClientRules.INFERENCEX_CHAT
                : ClientRules.INFERENCEX_COMPLETIONS;
    }

    private static RecordsException unreadable(Path records, Exception cause) {
        return new RecordsException("[RecordsUnreadable] " + records + " can't be read: " + cause.getMessage() + ".");
    }

    /** The same with what was observed beside the load, which adds to the verdict on each window. */
    TrialAnalysis observedBy(TrialTelemetry telemetry, PlannedPoint planned) {
        Instant epoch = startedAt.isEmpty() ? Instant.EPOCH : Instant.parse(startedAt);
        return new TrialAnalysis(
                startedAt,
                windows.stream()
                        .map(window -> window.mark().warmup() ? window : observed(window, epoch, telemetry, planned))
                        .toList());
    }

    private static WindowAnalysis observed(
            WindowAnalysis window, Instant epoch, TrialTelemetry telemetry, PlannedPoint planned) {
        WindowTelemetry found = telemetry.of(
                window.mark().iteration(),
                epoch.plusNanos(window.mark().startNanos()),
                epoch.plusNanos(window.mark().endNanos()),
                window.metrics());
        return window.with(
                found,
                declared(planned)
                        ? PrefixCacheRule.judge(found, planned.spec().server().prefixHitRate())
                        : Validity.OK);
    }

    /** The same with the telemetry of an earlier run, which left nothing else to derive it from. */
    TrialAnalysis observedBefore(List<IterationResult> measured) {
        return new TrialAnalysis(
                startedAt,
                windows.stream()
                        .map(window -> measured.stream()
                                .filter(iteration -> !window.mark().warmup()
                                        && iteration.iteration()
                                                == window.mark().iteration())
                                .findFirst()
                                .map(iteration ->
                                        window.with(iteration.metrics().telemetry(), iteration.validity()))
                                .orElse(window))
                        .toList());
    }

    /** Whether a request of some window failed. */
    boolean anyFailed() {
        return windows.stream().anyMatch(window -> window.metrics().counts().failed() > 0);
    }

    List<WindowAnalysis> measured() {
        return windows.stream().filter(window -> !window.mark().warmup()).toList();
    }

    /**
     * @param ended what the generator said of itself after each window
     * @param certificate what it added
     */
    List<IterationResult> iterations(List<FromGenerator.WindowEnded> ended, Certificate certificate) {
        return windows.stream()
                .map(window -> IterationResult.of(
                        window.mark(), certified(window, validity(window, ended), certificate), window.metrics()))
                .toList();
    }

    private static Validity certified(WindowAnalysis window, Validity judged, Certificate certificate) {
        Validity validity = judged;
        if (!window.mark().warmup()) {
            Double median = window.metrics().ttftMs().shown().p50();
            for (String fault : certificate.faults(median)) {
                validity = validity.with(Validity.Code.GENERATOR_UNFIT, fault);
            }
            if (!certificate.absent().isEmpty()) {
                validity = validity.with(Validity.Code.NOT_CALIBRATED, certificate.absent());
            }
        }
        return validity;
    }

    private static Validity validity(WindowAnalysis window, List<FromGenerator.WindowEnded> ended) {
        Validity validity = window.validity();
        for (FromGenerator.WindowEnded end : ended) {
            if (end.warmup() == window.mark().warmup()
                    && end.iteration() == window.mark().iteration()) {
                for (String fault : GeneratorFitness.faults(
                        end.health(), window.metrics().ttftMs().shown().p50())) {
                    validity = validity.with(Validity.Code.GENERATOR_UNFIT, fault);
                }
                List<String> disturbances =
                        window.mark().warmup() ? List.of() : GeneratorFitness.disturbances(end.health());
                if (!disturbances.isEmpty()) {
                    validity = validity.with(Validity.Code.HOST_DISTURBED, String.join("; ", disturbances));
                }
            }
        }
        return validity;
    }
}
