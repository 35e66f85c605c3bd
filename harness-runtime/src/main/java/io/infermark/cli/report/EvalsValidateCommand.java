package io.infermark.cli.report;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.YamlReader;
import io.infermark.config.master.EvalThresholds;
import io.infermark.evals.ScoreCheck;
import io.infermark.plan.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code infermark evals validate}: exit code 1 for a score that is too low, or for none at all. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Checks lm-eval scores of the current folder against the lowest ones allowed.")
final class EvalsValidateCommand implements Callable<Integer> {
    private static final String OWN = "/infermark/configs/eval-thresholds.yaml";

    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--min-score", paramLabel = "N", description = "For tasks without a threshold (default: 0.85).")
    private double minScore = EvalThresholds.LAST_RESORT;

    @Option(
            names = "--thresholds",
            paramLabel = "FILE",
            description = "Thresholds, YAML or JSON (default: those that come with infermark).")
    private @Nullable Path thresholds;

    @Option(names = "--meta-env", paramLabel = "FILE", description = "Describes the job (default: meta_env.json).")
    private Path meta = Path.of("meta_env.json");

    @Option(
            names = "--model-prefix",
            paramLabel = "PREFIX",
            description = "Whose thresholds apply (default: as the job says, else $MODEL_PREFIX).")
    private @Nullable String modelPrefix;

    @Option(
            names = "--metric-prefix",
            paramLabel = "TEXT",
            description = "Beginning of the metrics that count (default: 'exact_match,').")
    private String metricPrefix = "exact_match,";

    @Option(
            names = "--results-glob",
            paramLabel = "GLOB",
            description = "Files of the current folder, or of the folder that it names (default: results*.json).")
    private String glob = "results*.json";

    @Option(names = "--expected-concs", paramLabel = "\"N N\"", description = "Concurrencies that were asked for.")
    private @Nullable String expected;

    EvalsValidateCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        ScoreCheck.Report report = ScoreCheck.of(new ScoreCheck.Settings(
                meta,
                results(),
                thresholds(),
                modelPrefix,
                System.getenv("MODEL_PREFIX"),
                minScore,
                metricPrefix,
                expected));
        report.out().forEach(out::println);
        report.err().forEach(err::println);
        return report.exitCode();
    }

    private List<Path> results() {
        Path pattern = Path.of(glob);
        Path parent = pattern.getParent();
        Path folder = parent == null ? Path.of("") : parent;
        PathMatcher matcher =
                FileSystems.getDefault().getPathMatcher("glob:" + Objects.requireNonNull(pattern.getFileName()));
        try (Stream<Path> files = Files.list(parent == null ? Path.of(".") : parent)) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()))
                    .filter(matcher::matches)
                    .map(folder::resolve)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Folders.unreadable(e);
        }
    }

    private EvalThresholds thresholds() {
        try {
            if (thresholds == null) {
                try (InputStream in =
                        Objects.requireNonNull(EvalsValidateCommand.class.getResourceAsStream(OWN), OWN)) {
                    return EvalThresholds.of(new YamlReader()
                            .parse(in.readAllBytes(), "eval-thresholds.yaml")
                            .root());
                }
            }
            Value root = new YamlReader().read(thresholds).root();
            out.println("Loaded thresholds from " + thresholds);
            return root instanceof Value.Mapping mapping && mapping.get("schema") != null
                    ? EvalThresholds.of(root)
                    : EvalThresholds.ofUpstream(root);
        } catch (ConfigException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
