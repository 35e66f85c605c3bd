package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.Schemas;
import io.infermark.config.master.Violations;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks rows by the contract that the workflows rely on. */
final class RowValidator {

    private static final Set<String> LOAD = Set.of("conc", "runner", "exp-name", "max-model-len", "run-eval");

    private Map<String, Value> previous = Map.of();
    private final Model single;
    private final Model multi;
    private final @Nullable Model singleAgentic;
    private final @Nullable Model multiAgentic;

    RowValidator(Dialect dialect) {
        Schemas schemas = Schemas.of(dialect);
        this.single = schemas.model("SingleNodeMatrixEntry");
        this.multi = schemas.model("MultiNodeMatrixEntry");
        this.singleAgentic = schemas.find("SingleNodeAgenticMatrixEntry");
        this.multiAgentic = schemas.find("MultiNodeAgenticMatrixEntry");
    }

    void validate(Map<String, Value> row) {
        if (isOneRecipe(previous, row)) {
            return;
        }
        previous = row;
        Model model = modelOf(row);
        Outcome outcome = model.read(Value.Mapping.generated(row));
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems(
                    "The following parsed matrix entry failed validation: "
                            + CanonicalJson.of(Value.Mapping.generated(row)),
                    outcome.violations()));
        }
    }

    /**
     * Rows of one search-space row differ in load and machine alone. Those fields are valid whenever the configuration is,
     * so that one validation stands for all of them.
     */
    private static boolean isOneRecipe(Map<String, Value> before, Map<String, Value> row) {
        if (before.size() != row.size()) {
            return false;
        }
        for (Map.Entry<String, Value> entry : row.entrySet()) {
            // Identity, not equality: the shared parts are the very values of the configuration.
            boolean same = isSame(entry.getValue(), before.get(entry.getKey()));
            if (!same && !LOAD.contains(entry.getKey())) {
                return false;
            }
        }
        return before.keySet().equals(row.keySet());
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Value value, @Nullable Value other) {
        return value == other;
    }

    private Model modelOf(Map<String, Value> row) {
        boolean multinode = row.containsKey("prefill");
        Model agentic = multinode ? multiAgentic : singleAgentic;
        if (agentic != null && HeadEvalPlan.isAgentic(row)) {
            return agentic;
        }
        return multinode ? multi : single;
    }
}
