package io.infermark.config.master;

import static io.infermark.config.schema.Field.nullable;
import static io.infermark.config.schema.Field.optional;
import static io.infermark.config.schema.Field.required;

import io.infermark.config.Value;
import io.infermark.config.schema.Field;
import io.infermark.config.schema.FieldType;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Types;
import java.util.List;
import java.util.Map;

/** Upstream's models of February 2026, field by field in upstream's order. */
final class FebSchemas {

    static final FieldType SPECULATION = Types.choice("mtp", "draft_model", "none");

    private FebSchemas() {}

    static void addTo(Map<String, Model> models) {
        Model worker = worker();
        Model singleRow = singleRow();
        Model multiRow = multiRow(worker);
        Model singleSeqLen = seqLen("SingleNodeSeqLenConfig", singleRow);
        Model multiSeqLen = seqLen("MultiNodeSeqLenConfig", multiRow);
        Model singleMatrix = singleMatrix();
        Model multiMatrix = multiMatrix(worker);
        Model entry = changelogEntry();
        Model metadata = changelogMetadata(entry);
        for (Model model : List.of(
                singleMatrix,
                worker,
                multiMatrix,
                singleRow,
                multiRow,
                singleSeqLen,
                multiSeqLen,
                master("SingleNodeMasterConfigEntry", false, singleSeqLen),
                master("MultiNodeMasterConfigEntry", true, multiSeqLen),
                entry,
                metadata,
                changelogMatrix(singleMatrix, multiMatrix, metadata))) {
            models.put(model.name(), model);
        }
    }

    private static Model singleMatrix() {
        return Model.of(
                "SingleNodeMatrixEntry",
                List.of(
                        required("image", Types.text()),
                        required("model", Types.text()),
                        required("model-prefix", Types.text()),
                        required("precision", Types.text()),
                        required("framework", Types.text()),
                        required("spec-decoding", SPECULATION),
                        required("runner", Types.text()),
                        required("isl", Types.whole()),
                        required("osl", Types.whole()),
                        required("tp", Types.whole()),
                        required("ep", Types.whole()),
                        required("dp-attn", Types.flag()),
                        required("conc", Types.either(Types.whole(), Types.listOf(Types.whole()))),
                        required("max-model-len", Types.whole()),
                        required("exp-name", Types.text()),
                        required("disagg", Types.flag()),
                        required("run-eval", Types.flag())));
    }

    private static Model multiMatrix(Model worker) {
        return Model.of(
                "MultiNodeMatrixEntry",
                List.of(
                        required("image", Types.text()),
                        required("model", Types.text()),
                        required("model-prefix", Types.text()),
                        required("precision", Types.text()),
                        required("framework", Types.text()),
                        required("spec-decoding", SPECULATION),
                        required("runner", Types.text()),
                        required("isl", Types.whole()),
                        required("osl", Types.whole()),
                        required("prefill", worker),
                        required("decode", worker),
                        required("conc", Types.listOf(Types.whole())),
                        required("max-model-len", Types.whole()),
                        required("exp-name", Types.text()),
                        required("disagg", Types.flag()),
                        required("run-eval", Types.flag())));
    }

    private static Model worker() {
        return Model.of(
                "WorkerConfig",
                List.of(
                        required("num-worker", Types.whole()),
                        required("tp", Types.whole()),
                        required("ep", Types.whole()),
                        required("dp-attn", Types.flag()),
                        additionalSettings()));
    }

    static Field additionalSettings() {
        return optional("additional-settings", Types.nullable(Types.listOf(Types.text())), Value.list(List.of()));
    }

    static Field speculation() {
        return optional("spec-decoding", SPECULATION, Value.text("none"));
    }

    static Field concStart() {
        return nullable("conc-start", Types.whole());
    }

    static Field concEnd() {
        return nullable("conc-end", Types.whole());
    }

    static Field concList() {
        return nullable("conc-list", Types.listOf(Types.whole()));
    }

    private static Model singleRow() {
        return Model.of(
                "SingleNodeSearchSpaceEntry",
                List.of(
                        required("tp", Types.whole()),
                        nullable("ep", Types.whole()),
                        speculation(),
                        nullable("dp-attn", Types.flag()),
                        concStart(),
                        concEnd(),
                        concList()),
                Rules.CONC_FEB);
    }

    private static Model multiRow(Model worker) {
        return Model.of(
                "MultiNodeSearchSpaceEntry",
                List.of(
                        speculation(),
                        required("prefill", worker),
                        required("decode", worker),
                        concStart(),
                        concEnd(),
                        concList()),
                Rules.CONC_FEB);
    }

    static Model seqLen(String name, Model row) {
        return Model.of(
                name,
                List.of(
                        required("isl", Types.whole()),
                        required("osl", Types.whole()),
                        required("search-space", Types.listOf(row))));
    }

    private static Model master(String name, boolean multinode, Model seqLen) {
        return Model.of(
                name,
                List.of(
                        required("image", Types.text()),
                        required("model", Types.text()),
                        required("model-prefix", Types.text()),
                        required("precision", Types.text()),
                        required("framework", Types.text()),
                        required("runner", Types.text()),
                        required("multinode", Types.constant(multinode)),
                        optional("disagg", Types.flag(), Value.flag(false)),
                        required("seq-len-configs", Types.listOf(seqLen))));
    }

    private static Model changelogEntry() {
        return Model.of(
                "ChangelogEntry",
                List.of(
                        required("config-keys", Types.nonEmptyListOf(Types.text())),
                        required("description", Types.nonEmptyListOf(Types.text())),
                        required("pr-link", Types.text()),
                        optional("evals-only", Types.flag(), Value.flag(false))));
    }

    static Model changelogMetadata(Model entry) {
        // Upstream's metadata keys are written with underscores, the one place where they are.
        return Model.strictlyNamed(
                "ChangelogMetadata",
                List.of(
                        required("base_ref", Types.text()),
                        required("head_ref", Types.text()),
                        required("entries", Types.listOf(entry))));
    }

    private static Model changelogMatrix(Model single, Model multi, Model metadata) {
        return Model.of(
                "ChangelogMatrixEntry",
                List.of(
                        buckets("single_node", single),
                        buckets("multi_node", multi),
                        required("changelog_metadata", metadata)));
    }

    static Field buckets(String key, FieldType row) {
        return optional(key, Types.mapOf(Types.listOf(row)), Value.Mapping.generated(Map.of()));
    }
}
