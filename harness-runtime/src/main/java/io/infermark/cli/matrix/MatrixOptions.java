package io.infermark.cli.matrix;

import io.infermark.classes.SpecChecks;
import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.HardwareFacts;
import io.infermark.config.master.Hygiene;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.Runners;
import io.infermark.config.master.RunnersLoader;
import io.infermark.config.master.SanityChecks;
import io.infermark.matrix.CanonicalJson;
import io.infermark.matrix.EvalMode;
import io.infermark.matrix.MatrixFormat;
import io.infermark.matrix.MatrixGenerator;
import io.infermark.matrix.MatrixRequest;
import io.infermark.matrix.MatrixWriter;
import io.infermark.matrix.Pace;
import io.infermark.matrix.SweepEstimate;
import io.infermark.plan.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that all subcommands of {@code matrix} share, and the run itself. */
final class MatrixOptions {

    @Mixin
    private MasterFiles masterFiles = new MasterFiles();

    @Option(
            names = "--runner-config",
            paramLabel = "FILE",
            description = "Runner file. Default: configs/runners.yaml (feb: .github/configs/runners.yaml).")
    private @Nullable Path runnerConfig;

    @Option(names = "--format", paramLabel = "FORMAT", description = "json (default), table, github or yaml.")
    private @Nullable MatrixFormat format;

    @Option(
            names = "--estimate",
            description =
                    "Print hours, GPU-hours and cost of the matrix instead of its rows; as JSON with --format json.")
    private boolean estimate;

    @Option(
            names = "--history",
            arity = "1..*",
            paramLabel = "PATH",
            description = "For --estimate: run folders, or their run.jsonl, that tell how long trials and starts take.")
    private List<Path> history = new ArrayList<>();

    @Option(
            names = "--context-margin",
            paramLabel = "TOKENS",
            description = "Tokens beyond ISL + OSL in max-model-len. Default: 256 (feb: 200).")
    private @Nullable Long contextMargin;

    @Option(names = "--run-evals", description = "feb: mark the evaluation subset.")
    private boolean runEvals;

    @Option(names = "--no-evals", description = "head, native: throughput only.")
    private boolean noEvals;

    @Option(names = "--evals-only", description = "The evaluation subset and nothing else.")
    private boolean evalsOnly;

    @Option(names = "--all-evals", description = "head, native: every point that can be evaluated and nothing else.")
    private boolean allEvals;

    @Option(
            names = "--runner-node-filter",
            paramLabel = "TEXT",
            description = "Expand each config to the machines of its label whose name contains this.")
    private @Nullable String runnerNodeFilter;

    /** Makes the request once the dialect is known; throws on arguments that the dialect does not have. */
    interface RequestFactory {
        MatrixRequest create(Dialect dialect, @Nullable String runnerNodeFilter);
    }

    /** Runs the command and gives its exit code. */
    int run(CommandSpec spec, RequestFactory factory) {
        Arguments arguments = new Arguments(spec);
        masterFiles.check(arguments);
        requireOneEvalMode(arguments);
        arguments.require(estimate || history.isEmpty(), "--history is for --estimate.");
        arguments.require(
                !estimate || format == null || format == MatrixFormat.JSON || format == MatrixFormat.TABLE,
                "--estimate prints a table or, with --format json, JSON.");
        Dialect dialect = masterFiles.dialect();
        if (dialect != null) {
            evalMode(dialect, arguments);
            factory.create(dialect, runnerNodeFilter);
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            print(spec, factory, arguments);
            return 0;
        } catch (ConfigException e) {
            err.println(e.getMessage());
            err.flush();
            return 1;
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.flush();
            return 2;
        } catch (UncheckedIOException | IOException e) {
            err.println("[OutputFailed] the matrix could not be written: " + e.getMessage());
            err.flush();
            return 1;
        }
    }

    private void print(CommandSpec spec, RequestFactory factory, Arguments arguments) throws IOException {
        YamlReader reader = new YamlReader();
        MasterFile master = masterFiles.load(reader);
        EvalMode mode = evalMode(master.dialect(), arguments);
        MatrixRequest request = factory.create(master.dialect(), runnerNodeFilter);
        List<Problem> notes = new ArrayList<>(master.warnings());
        Runners runners = new RunnersLoader(reader)
                .load(
                        runnerFile(master.dialect()),
                        master.dialect(),
                        Hygiene.of(master.dialect(), masterFiles.dialect() != null),
                        notes);
        notes.addAll(new SanityChecks(master, runners).problems());
        notes.addAll(new SpecChecks(master, runners).problems());
        report(notes, spec.commandLine().getErr());
        long margin = contextMargin == null ? master.dialect().contextMargin() : contextMargin;
        MatrixGenerator generator = new MatrixGenerator(master, runners, margin);
        PrintWriter out = spec.commandLine().getOut();
        if (estimate) {
            printEstimate(generator, request, mode, out);
            return;
        }
        LazyWriter lazy = new LazyWriter(out);
        generator.generate(request, mode, row -> {
            try {
                lazy.writer().write(row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        lazy.writer().close();
        if (out.checkError()) {
            throw new IOException("stdout was closed or is full");
        }
    }

    private void printEstimate(MatrixGenerator generator, MatrixRequest request, EvalMode mode, PrintWriter out) {
        Pace pace = history.isEmpty() ? Pace.assumed() : HistoryPace.of(history);
        SweepEstimate sweep = new SweepEstimate(pace, HardwareFacts.bundled());
        generator.generate(request, mode, sweep);
        if (format == MatrixFormat.JSON) {
            out.println(CanonicalJson.of(sweep.json()));
        } else {
            sweep.text().forEach(out::println);
        }
        out.flush();
    }

    /** Begins the document only when every row is known to be valid, so that an error leaves stdout empty. */
    private final class LazyWriter {
        private final PrintWriter out;
        private @Nullable MatrixWriter writer;

        LazyWriter(PrintWriter out) {
            this.out = out;
        }

        MatrixWriter writer() throws IOException {
            MatrixWriter open = writer;
            if (open == null) {
                open = (format == null ? MatrixFormat.JSON : format).writer(out);
                writer = open;
            }
            return open;
        }
    }

    private static void report(List<Problem> notes, PrintWriter err) {
        List<Problem> errors =
                notes.stream().filter(n -> n.severity() == Severity.ERROR).toList();
        notes.stream().filter(n -> n.severity() == Severity.WARNING).forEach(err::println);
        err.flush();
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
    }

    private Path runnerFile(Dialect of) {
        if (runnerConfig != null) {
            return runnerConfig;
        }
        return Path.of(of == Dialect.FEB ? ".github/configs/runners.yaml" : "configs/runners.yaml");
    }

    private void requireOneEvalMode(Arguments arguments) {
        arguments.require(!(noEvals && evalsOnly), "argument --evals-only: not allowed with argument --no-evals");
        arguments.require(!(runEvals && evalsOnly), "argument --evals-only: not allowed with argument --run-evals");
        arguments.require(!(noEvals && allEvals), "--all-evals cannot be combined with --no-evals");
        arguments.require(
                !(runEvals && (noEvals || allEvals)),
                "argument --run-evals: not allowed with argument " + (noEvals ? "--no-evals" : "--all-evals"));
    }

    private EvalMode evalMode(Dialect of, Arguments arguments) {
        if (of == Dialect.FEB) {
            arguments.requireInDialect(!noEvals, "--no-evals", of);
            arguments.requireInDialect(!allEvals, "--all-evals", of);
            if (evalsOnly) {
                return EvalMode.ONLY;
            }
            return runEvals ? EvalMode.MARK : EvalMode.NONE;
        }
        arguments.requireInDialect(!runEvals, "--run-evals", of);
        if (allEvals) {
            return EvalMode.ALL;
        }
        if (evalsOnly) {
            return EvalMode.ONLY;
        }
        return noEvals ? EvalMode.NONE : EvalMode.MARK;
    }
}
