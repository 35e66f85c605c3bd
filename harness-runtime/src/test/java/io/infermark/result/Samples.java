package io.infermark.result;

import io.infermark.metric.PointAnalysis;
import io.infermark.metric.PointSummary;
import io.infermark.metric.Requests;
import io.infermark.metric.WindowAnalysis;
import io.infermark.metric.Windows;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results made from records by the real derivation, the same in every run. */
public final class Samples {
    private Samples() {}

    public static final Provenance REAL =
            new Provenance(Provenance.Engine.REAL, Provenance.Weights.REAL, Provenance.Power.NONE, "declaration");

    public static PointRef point(int tp, int conc) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("tp", Integer.toString(tp));
        axes.put("isl", "128");
        axes.put("osl", "10");
        axes.put("conc", Integer.toString(conc));
        return new PointRef(
                "demo.Hello[tp=" + tp + ",isl=128,osl=10,conc=" + conc + "]",
                "demo.Hello",
                axes,
                1,
                "00c0ffee00c0ffee",
                "0badcafe0badcafe",
                "128_10",
                128,
                10,
                1.0,
                tp,
                1,
                1,
                1,
                1,
                false,
                "none",
                "closed loop, " + conc + " streams",
                conc,
                null,
                null,
                null,
                null);
    }

    public static Subject subject(int gpus) {
        return new Subject(
                "org/Model-X",
                null,
                "modelx",
                "model-x",
                "fp8",
                "H200",
                "h200",
                gpus,
                "vllm",
                "0.11.0",
                "vllm/vllm-openai:v0.11.0",
                null,
                null,
                "0.1.0",
                "java -jar benchmarks.jar 'demo.Hello\\[tp=" + gpus + "'");
    }

    public static Settings settings(int forks, int iterations) {
        return new Settings(
                forks,
                0,
                1,
                "2 x concurrency requests",
                iterations,
                "10 x concurrency requests",
                600,
                10,
                List.of("-Xmx1g"),
                Map.of("protocol", "http/1.1"));
    }

    public static TrialResult trial(int fork, List<WindowAnalysis> windows) {
        List<IterationResult> iterations = new ArrayList<>();
        WindowAnalysis warm = WindowAnalysis.of(
                Windows.waves(2, 2, 1).stream()
                        .map(r -> Requests.copy(r, r.index(), true, 0, 0))
                        .toList(),
                Windows.iteration(Windows.waveMark(2, 2, 1), true, 0),
                Windows.CONTEXT);
        iterations.add(IterationResult.of(warm.mark(), warm.validity(), warm.metrics()));
        for (int i = 0; i < windows.size(); i++) {
            WindowAnalysis window = windows.get(i);
            iterations.add(IterationResult.of(
                    Windows.iteration(window.mark(), false, i), window.validity(), window.metrics()));
        }
        return new TrialResult(
                io.infermark.metric.Validity.OK,
                fork,
                TrialResult.Status.FINISHED,
                null,
                "2026-11-25T10:00:00Z",
                8.5,
                new ServerTimings(12.25, 0.5, fork > 0),
                iterations,
                Map.of("records", "fork" + fork + "/records.bin", "serverLog", "fork" + fork + "/server.log"),
                Map.of("dialect", "vllm"),
                generator(fork),
                Map.of("engine.tokens_total", 640.0));
    }

    /** A fit load generator; the second fork's is a little worse. */
    private static Map<String, String> generator(int fork) {
        Map<String, String> figures = new java.util.HashMap<>(Map.of(
                "loopLagP99Micros",
                "42",
                "loopLagMeanMicros",
                Integer.toString(11 + fork),
                "loopLagMaxMicros",
                "812.500",
                "loopRunQueueShare",
                "0.021",
                "calibrationBeforeTtftErrorMeanMicros",
                Integer.toString(38 + 10 * fork),
                "calibrationBeforeTtftErrorP99Micros",
                "190",
                "calibrationAfterTtftErrorMeanMicros",
                "41",
                "calibrationAfterTtftErrorP99Micros",
                Integer.toString(205 + 10 * fork),
                OverheadCertificate.MEAN_BOUND,
                "4.010",
                OverheadCertificate.P99_BOUND,
                "40.100"));
        figures.putAll(Map.of(
                "loopForeignWaitShare",
                "0.00400",
                "hostStealShare",
                "0.00" + (1 + fork) + "00",
                "loopCoreStealShare",
                "0.00050",
                "costStartMillis",
                "750",
                "costStartCpuMillis",
                "1000",
                "costSelfWarmUpMillis",
                "625",
                "costSelfWarmUpCpuMillis",
                "800"));
        figures.putAll(Map.of(
                "costCalibrationBeforeMillis",
                fork == 0 ? "1000" : "0",
                "costCalibrationBeforeCpuMillis",
                fork == 0 ? "450" : "0",
                "costCalibrationAfterMillis",
                "625",
                "costCalibrationAfterCpuMillis",
                "300",
                "costWindowsMillis",
                "4000",
                "costWindowsCpuMillis",
                "1250"));
        return figures;
    }

    public static PointResult measured(int tp, int conc, Provenance provenance, List<List<WindowAnalysis>> perFork) {
        List<TrialResult> trials = new ArrayList<>();
        for (int fork = 0; fork < perFork.size(); fork++) {
            trials.add(trial(fork, perFork.get(fork)));
        }
        PointSummary summary = PointAnalysis.of(perFork);
        return PointResult.of(
                point(tp, conc),
                subject(tp),
                provenance,
                settings(perFork.size(), perFork.get(0).size()),
                trials,
                summary,
                Map.of("cpu", "Example CPU", "jvm", "17.0.1"));
    }

    /** Two forks of two windows, valid. */
    public static PointResult good(int tp, int conc, double slowdown) {
        return measured(
                tp,
                conc,
                REAL,
                List.of(
                        List.of(Windows.waveWindow(conc, 10, slowdown), Windows.waveWindow(conc, 10, slowdown * 1.02)),
                        List.of(
                                Windows.waveWindow(conc, 10, slowdown * 0.98),
                                Windows.waveWindow(conc, 10, slowdown * 1.01))));
    }

    /** Some requests failed. */
    public static PointResult failing(int tp, int conc) {
        List<RequestRecord> records = Windows.waves(conc, 10, 1);
        records.set(
                0,
                Requests.at(0)
                        .planned(128, 10)
                        .failed(Outcome.HTTP_STATUS, "HTTP 500 from <server>")
                        .done(199.5)
                        .build());
        return measured(
                tp,
                conc,
                REAL,
                List.of(List.of(Windows.analyse(records, Windows.waveMark(conc, 10, 1), Windows.CONTEXT))));
    }

    /** Never came to a trial. */
    public static PointResult neverStarted(int tp, int conc) {
        return PointResult.failed(
                point(tp, conc),
                subject(tp),
                Provenance.UNKNOWN,
                settings(2, 2),
                new Failure("ServerNotReady", "vllm was not healthy within 40 min. See server.log."),
                Map.of());
    }

    public static PointResult simulated(int tp, int conc, double slowdown) {
        return measured(tp, conc, Provenance.SIMULATED, List.of(List.of(Windows.waveWindow(conc, 10, slowdown))));
    }

    /** A run with everything in it. */
    public static List<PointResult> mixed() {
        return List.of(good(4, 4, 1), good(4, 16, 1.3), good(8, 4, 0.8), failing(8, 16), neverStarted(8, 64));
    }
}
