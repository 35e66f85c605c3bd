package io.infermark.config.master;

import static io.infermark.config.schema.Field.nullable;
import static io.infermark.config.schema.Field.optional;
import static io.infermark.config.schema.Field.required;

import io.infermark.config.Value;
import io.infermark.config.schema.Field;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Upstream's models of August 2026 for what the generator and the changelog command print. */
final class HeadMatrixSchemas {

    private HeadMatrixSchemas() {}

    static void addTo(Map<String, Model> models, Model worker, Model component, Model backend, Dialect dialect) {
        Model single = single(component, dialect);
        Model multi = multi(worker, component);
        Model singleAgentic = singleAgentic(component, backend, dialect);
        Model multiAgentic = multiAgentic(worker, component, backend);
        Model entry = changelogEntry();
        Model metadata = FebSchemas.changelogMetadata(entry);
        for (Model model : List.of(
                single,
                multi,
                singleAgentic,
                multiAgentic,
                entry,
                metadata,
                changelogMatrix(single, multi, singleAgentic, multiAgentic, metadata))) {
            models.put(model.name(), model);
        }
    }

    private static List<Field> requiredParallelism() {
        return HeadSchemas.parallelism().stream()
                .map(field -> field.as(field.type(), null))
                .toList();
    }

    private static Model single(Model component, Dialect dialect) {
        List<Field> fields = new ArrayList<>(HeadSchemas.identity());
        fields.add(required("spec-decoding", FebSchemas.SPECULATION));
        fields.add(required("runner", Types.text()));
        fields.add(required("isl", Types.whole()));
        fields.add(required("osl", Types.whole()));
        fields.add(required("tp", Types.whole()));
        fields.addAll(requiredParallelism());
        fields.add(required("ep", Types.whole()));
        fields.add(required("dp-attn", Types.flag()));
        fields.add(required("conc", Types.either(Types.whole(), Types.listOf(Types.whole()))));
        fields.add(required("max-model-len", Types.whole()));
        fields.add(required("exp-name", Types.text()));
        fields.add(required("disagg", Types.constant(false)));
        fields.add(required("run-eval", Types.flag()));
        fields.add(optional("eval-only", Types.flag(), Value.flag(false)));
        fields.add(nullable("router", component));
        fields.addAll(HeadSchemas.ownSettings(dialect));
        fields.add(HeadSchemas.fingerprint());
        return Model.of("SingleNodeMatrixEntry", fields, Rules.ROW_TOPOLOGY);
    }

    private static Model multi(Model worker, Model component) {
        List<Field> fields = new ArrayList<>(HeadSchemas.identity());
        fields.add(required("spec-decoding", FebSchemas.SPECULATION));
        fields.add(required("runner", Types.text()));
        fields.add(required("isl", Types.whole()));
        fields.add(required("osl", Types.whole()));
        fields.add(required("prefill", worker));
        fields.add(required("decode", worker));
        fields.add(required("conc", Types.listOf(Types.whole())));
        fields.add(required("max-model-len", Types.whole()));
        fields.add(required("exp-name", Types.text()));
        fields.add(required("disagg", Types.flag()));
        fields.add(required("run-eval", Types.flag()));
        fields.add(optional("eval-only", Types.flag(), Value.flag(false)));
        fields.add(nullable("eval-conc", Types.whole()));
        fields.add(optional("eval-all-concs", Types.flag(), Value.flag(false)));
        fields.add(nullable("router", component));
        fields.add(HeadSchemas.transfer());
        fields.add(HeadSchemas.fingerprint());
        return Model.of("MultiNodeMatrixEntry", fields, Rules.WORKER_HARDWARE, Rules.DISAGG_TRANSFER);
    }

    private static Model singleAgentic(Model component, Model backend, Dialect dialect) {
        List<Field> fields = new ArrayList<>(HeadSchemas.identity());
        fields.add(required("runner", Types.text()));
        fields.add(required("tp", Types.whole()));
        fields.addAll(requiredParallelism());
        fields.add(required("ep", Types.whole()));
        fields.add(required("dp-attn", Types.flag()));
        fields.add(FebSchemas.speculation());
        fields.add(required("conc", Types.whole()));
        fields.add(required("kv-offloading", HeadSchemas.kvMode()));
        fields.add(nullable("kv-offload-backend", backend));
        fields.add(nullable("router", component));
        fields.addAll(HeadSchemas.ownSettings(dialect));
        fields.add(required("total-cpu-dram-gb", Types.wholeFrom(0)));
        fields.add(required("duration", Types.whole()));
        fields.add(required("exp-name", Types.text()));
        fields.add(required("scenario-type", Types.text()));
        fields.add(nullable("run-eval", Types.flag()));
        fields.add(nullable("eval-only", Types.flag()));
        fields.add(HeadSchemas.fingerprint());
        return Model.of("SingleNodeAgenticMatrixEntry", fields, Rules.KV_OFFLOAD, Rules.ROW_TOPOLOGY);
    }

    private static Model multiAgentic(Model worker, Model component, Model backend) {
        List<Field> fields = new ArrayList<>(HeadSchemas.identity());
        fields.add(required("spec-decoding", FebSchemas.SPECULATION));
        fields.add(required("runner", Types.text()));
        fields.add(required("prefill", worker));
        fields.add(required("decode", worker));
        fields.add(required("conc", Types.listOf(Types.whole())));
        fields.add(required("kv-offloading", HeadSchemas.kvMode()));
        fields.add(nullable("kv-offload-backend", backend));
        fields.add(nullable("router", component));
        fields.add(HeadSchemas.transfer());
        fields.add(required("total-cpu-dram-gb", Types.wholeFrom(0)));
        fields.add(required("duration", Types.whole()));
        fields.add(required("exp-name", Types.text()));
        fields.add(required("disagg", Types.flag()));
        fields.add(required("scenario-type", Types.text()));
        fields.add(nullable("run-eval", Types.flag()));
        fields.add(nullable("eval-only", Types.flag()));
        fields.add(nullable("eval-conc", Types.whole()));
        fields.add(HeadSchemas.fingerprint());
        return Model.of(
                "MultiNodeAgenticMatrixEntry", fields, Rules.WORKER_HARDWARE, Rules.KV_OFFLOAD, Rules.DISAGG_TRANSFER);
    }

    private static Model changelogEntry() {
        return Model.of(
                "ChangelogEntry",
                List.of(
                        required("config-keys", Types.nonEmptyListOf(Types.text())),
                        required("description", Types.nonEmptyListOf(Types.text())),
                        required("pr-link", Types.text()),
                        optional("evals-only", Types.flag(), Value.flag(false)),
                        optional("all-evals", Types.flag(), Value.flag(false)),
                        optional("append-only", Types.flag(), Value.flag(false)),
                        nullable("eval-min-prefill-ep", Types.wholeFrom(1)),
                        nullable(
                                "scenario-type",
                                Types.nonEmptyListOf(Types.choice("fixed-seq-len", "agentic-coding")))),
                Rules.APPEND_ONLY);
    }

    private static Model changelogMatrix(
            Model single, Model multi, Model singleAgentic, Model multiAgentic, Model metadata) {
        return Model.of(
                "ChangelogMatrixEntry",
                List.of(
                        FebSchemas.buckets("single_node", Types.either(single, singleAgentic)),
                        FebSchemas.buckets("multi_node", Types.either(multi, multiAgentic)),
                        rows("evals", single),
                        rows("agentic_evals", singleAgentic),
                        rows("multinode_evals", multi),
                        rows("multinode_agentic_evals", multiAgentic),
                        required("changelog_metadata", metadata)));
    }

    private static Field rows(String key, Model row) {
        return optional(key, Types.listOf(row), Value.list(List.of()));
    }
}
