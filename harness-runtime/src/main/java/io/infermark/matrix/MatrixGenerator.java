package io.infermark.matrix;

import io.infermark.config.Value;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.Runners;
import io.infermark.matrix.MatrixRequest.FullSweep;
import io.infermark.matrix.MatrixRequest.RunnerModelSweep;
import io.infermark.matrix.MatrixRequest.TestConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Expands master configurations. See the package for the rules. */
public final class MatrixGenerator {

    private final Dialect dialect;
    private final List<ConfigView> configs;
    private final Runners runners;
    private final SeqLens seqLens;

    /** A generator with the dialect's context margin. */
    public MatrixGenerator(MasterFile master, Runners runners) {
        this(master, runners, master.dialect().contextMargin());
    }

    /**
     * A generator.
     *
     * @param contextMargin tokens beyond ISL + OSL in {@code max-model-len}
     */
    public MatrixGenerator(MasterFile master, Runners runners, long contextMargin) {
        this.dialect = master.dialect();
        this.runners = runners;
        this.seqLens = SeqLens.of(dialect);
        this.configs = master.entries().stream()
                .map(entry -> new ConfigView(dialect, contextMargin, seqLens, entry))
                .toList();
    }

    /**
     * Emits the rows of a request. Nothing is emitted unless every row is valid.
     *
     * @throws io.infermark.config.ConfigException when the request or a row is invalid
     */
    public void generate(MatrixRequest request, EvalMode mode, RowSink sink) {
        Expansion expansion = expansion(request);
        RowValidator validator = new RowValidator(dialect);
        EvalPlan plan = plan(mode);
        expansion.emit(row -> {
            validator.validate(row);
            if (plan != null) {
                plan.learn(row);
            }
        });
        expansion.emit(row -> {
            Map<String, Value> marked = plan == null ? row : plan.mark(row);
            if (marked != null) {
                sink.row(marked);
            }
        });
    }

    /** The rows of a request as a list; for small requests only. */
    public List<Map<String, Value>> rows(MatrixRequest request, EvalMode mode) {
        List<Map<String, Value>> rows = new ArrayList<>();
        generate(request, mode, row -> rows.add(new LinkedHashMap<>(row)));
        return rows;
    }

    private Expansion expansion(MatrixRequest request) {
        if (request instanceof FullSweep sweep) {
            return new FullSweepExpansion(sweep, dialect, configs, runners, seqLens);
        }
        if (request instanceof TestConfig test) {
            return new TestConfigExpansion(test, dialect, configs, runners, seqLens);
        }
        return new RunnerModelExpansion((RunnerModelSweep) request, dialect, configs, runners);
    }

    private @Nullable EvalPlan plan(EvalMode mode) {
        if (dialect == Dialect.FEB) {
            return mode == EvalMode.NONE ? null : new FebEvalPlan(mode != EvalMode.MARK);
        }
        return switch (mode) {
            case NONE -> null;
            case MARK -> new HeadEvalPlan(false, false);
            case ONLY -> new HeadEvalPlan(true, true);
            case ALL -> new AllEvalsPlan();
        };
    }
}
