package io.infermark.result;

import io.infermark.metric.Figure;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * Points as JMH's own results, for the tools that read its JSON. The only class that sees {@code org.openjdk.jmh.results}.
 *
 * <p>The mode is {@code SingleShotTime}, the one of which JMH writes raw data for each iteration of each fork. The primary metric is output throughput; every other figure that all
 * windows of a point support is a secondary one, and so are the figures of the overhead certificate that all its trials have, in each window those of its trial. JMH has no place for a verdict, so that {@code validity} and {@code provenance} stand among the parameters; it drops failed
 * benchmarks, which we do not: a point without a value has the score {@code "NaN"}, JMH's only word for that.
 */
final class JmhResultBridge {
    private static final String PRIMARY = "output_throughput";

    private JmhResultBridge() {}

    /** Writes JMH's JSON array. */
    static void writeJson(List<PointResult> results, PrintStream out) {
        List<RunResult> runs = new ArrayList<>();
        for (PointResult result : results) {
            runs.add(run(result));
        }
        ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(runs);
    }

    private static RunResult run(PointResult result) {
        BenchmarkParams params = params(result);
        List<BenchmarkResult> forks = new ArrayList<>();
        for (TrialResult trial : result.trials()) {
            if (!trial.measured().isEmpty()) {
                forks.add(new BenchmarkResult(params, iterations(trial, params, result)));
            }
        }
        if (forks.isEmpty()) {
            forks.add(new BenchmarkResult(params, List.of(iteration(params, List.of(Score.primary(Double.NaN))))));
        }
        return new RunResult(params, forks);
    }

    private static List<org.openjdk.jmh.results.IterationResult> iterations(
            TrialResult trial, BenchmarkParams params, PointResult point) {
        List<org.openjdk.jmh.results.IterationResult> iterations = new ArrayList<>();
        for (IterationResult window : trial.measured()) {
            List<Result<?>> results = new ArrayList<>();
            for (Figure figure : Figure.ALL) {
                Double value = figure.of().apply(window.metrics());
                if (figure.name().equals(PRIMARY)) {
                    results.add(Score.primary(value == null ? Double.NaN : value));
                } else if (value != null && everywhere(point, figure)) {
                    results.add(new ScalarResult(figure.name(), value, figure.unit(), AggregationPolicy.AVG));
                }
            }
            for (CertificateFigure figure : CertificateFigure.ALL) {
                Double value = figure.of(trial);
                if (value != null && everywhere(point, figure)) {
                    results.add(new ScalarResult(figure.name(), value, figure.unit(), policy(figure)));
                }
            }
            iterations.add(iteration(params, results));
        }
        return iterations;
    }

    /** JMH averages what is there, so that a figure which some windows lack would change its meaning. */
    private static boolean everywhere(PointResult point, Figure figure) {
        return point.trials().stream()
                .flatMap(trial -> trial.measured().stream())
                .allMatch(window -> figure.of().apply(window.metrics()) != null);
    }

    private static AggregationPolicy policy(CertificateFigure figure) {
        return switch (figure.over()) {
            case LARGEST -> AggregationPolicy.MAX;
            case LEAST -> AggregationPolicy.MIN;
            case SUM -> AggregationPolicy.AVG;
        };
    }

    private static boolean everywhere(PointResult point, CertificateFigure figure) {
        return point.trials().stream()
                .filter(trial -> !trial.measured().isEmpty())
                .allMatch(trial -> figure.of(trial) != null);
    }

    private static org.openjdk.jmh.results.IterationResult iteration(
            BenchmarkParams params, List<? extends Result<?>> results) {
        org.openjdk.jmh.results.IterationResult iteration = new org.openjdk.jmh.results.IterationResult(
                params, params.getMeasurement(), new IterationResultMetaData(1, 1));
        results.forEach(iteration::addResult);
        return iteration;
    }

    private static BenchmarkParams params(PointResult result) {
        Settings settings = result.settings();
        WorkloadParams axes = new WorkloadParams();
        int position = 0;
        for (Map.Entry<String, String> axis : result.point().axes().entrySet()) {
            axes.put(axis.getKey(), axis.getValue(), position++);
        }
        axes.put("validity", verdict(result), position++);
        axes.put("provenance", result.provenance().label(), position);
        Integer streams = result.point().concurrency();
        return new BenchmarkParams(
                result.point().benchmark(),
                result.point().id(),
                false,
                streams == null ? 1 : streams,
                new int[] {1},
                List.of(),
                Math.max(1, settings.forks()),
                settings.warmupForks(),
                window(IterationType.WARMUP, settings.warmupIterations()),
                window(IterationType.MEASUREMENT, settings.iterations()),
                Mode.SingleShotTime,
                axes,
                TimeUnit.SECONDS,
                1,
                System.getProperty("java.home", ""),
                settings.jvmArgs(),
                System.getProperty("java.version", ""),
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.version", ""),
                "infermark " + result.subject().harnessVersion(),
                TimeValue.milliseconds(Duration.ofNanos((long) (settings.iterationTimeoutSeconds() * 1e9))
                        .toMillis()));
    }

    private static String verdict(PointResult result) {
        String why = result.validity().summary();
        String state = result.validity().state().name();
        return why.isEmpty() ? state : state + ": " + why;
    }

    private static IterationParams window(IterationType type, int count) {
        return new IterationParams(type, count, TimeValue.NONE, 1);
    }

    /** A primary score with a unit of ours; JMH's own primary results are all times or rates of calls. */
    private static final class Score extends Result<Score> {
        private static final long serialVersionUID = 1L;

        private Score(Statistics values) {
            super(ResultRole.PRIMARY, PRIMARY, values, "tok/s", AggregationPolicy.AVG);
        }

        static Score primary(double value) {
            return new Score(of(value));
        }

        @Override
        protected Aggregator<Score> getThreadAggregator() {
            return Score::join;
        }

        @Override
        protected Aggregator<Score> getIterationAggregator() {
            return Score::join;
        }

        private static Score join(Collection<Score> scores) {
            ListStatistics all = new ListStatistics();
            scores.forEach(score -> all.addValue(score.getScore()));
            return new Score(all);
        }
    }
}
