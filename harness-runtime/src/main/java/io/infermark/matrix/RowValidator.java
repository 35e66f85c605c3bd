package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.Schemas;
import io.infermark.config.master.Violations;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks rows by the contract that the workflows rely on. */
final class RowValidator {

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
        Model model = modelOf(row);
        Outcome outcome = model.read(Value.Mapping.generated(row));
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems(
                    "The following parsed matrix entry failed validation: "
                            + CanonicalJson.of(Value.Mapping.generated(row)),
                    outcome.violations()));
        }
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
