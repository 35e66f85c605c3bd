package io.infermark.config.master;

import static io.infermark.config.schema.Field.nullable;
import static io.infermark.config.schema.Field.optional;
import static io.infermark.config.schema.Field.required;

import io.infermark.config.Value;
import io.infermark.config.schema.Check;
import io.infermark.config.schema.Field;
import io.infermark.config.schema.FieldType;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Types;
import io.infermark.validation.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Upstream's models of August 2026, field by field in upstream's order. */
final class HeadSchemas {

    private static final FieldType KV_MODE = Types.choice("none", "dram");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Check.Broken NO_IMAGE = Rules.broken(
            Code.COMPONENT_INCOMPLETE,
            "component version must be a release, package version, or source commit, not an image reference");

    private HeadSchemas() {}

    static void addTo(Map<String, Model> models, Dialect dialect) {
        Model component = component();
        Model backend = offloadBackend();
        Model worker = worker();
        Model singleRow = singleRow(component, dialect);
        Model multiRow = multiRow(worker, component);
        Model agenticRow = agenticRow(worker, component, backend, dialect);
        Model singleSeqLen = FebSchemas.seqLen("SingleNodeSeqLenConfig", singleRow);
        Model multiSeqLen = FebSchemas.seqLen("MultiNodeSeqLenConfig", multiRow);
        Model agentic = agenticScenario(agenticRow);
        Model singleScenarios = scenarios("SingleNodeScenarios", singleSeqLen, agentic);
        Model multiScenarios = scenarios("MultiNodeScenarios", multiSeqLen, agentic);
        Model hardware = runnerHardware();
        for (Model model : List.of(
                component,
                backend,
                worker,
                singleRow,
                multiRow,
                singleSeqLen,
                multiSeqLen,
                agenticRow,
                agentic,
                singleScenarios,
                multiScenarios,
                singleMaster(component, singleScenarios),
                multiMaster(component, multiScenarios),
                hardware,
                runners(hardware))) {
            models.put(model.name(), model);
        }
        HeadMatrixSchemas.addTo(models, worker, component, backend, dialect);
    }

    private static Model component() {
        return Model.strictlyNamed(
                "ComponentMetadata",
                List.of(
                        required("name", Types.nonEmptyText()),
                        required("version", Types.textWithoutPrefix("image:", NO_IMAGE))));
    }

    private static Model offloadBackend() {
        return Model.strictlyNamed(
                "KVOffloadBackendMetadata",
                List.of(
                        required("name", Types.nonEmptyText()),
                        nullable("version", Types.textWithoutPrefix("image:", NO_IMAGE))));
    }

    private static Model worker() {
        List<Field> fields = new ArrayList<>();
        fields.add(required("num-worker", Types.whole()));
        fields.add(required("tp", Types.whole()));
        fields.addAll(parallelism());
        fields.add(required("ep", Types.whole()));
        fields.add(required("dp-attn", Types.flag()));
        fields.add(nullable("hardware", Types.nonEmptyText()));
        fields.add(FebSchemas.additionalSettings());
        return Model.of("WorkerConfig", fields, Rules.WORKER_TOPOLOGY);
    }

    /** Pipeline, decode-context and prefill-context parallelism; 1 when absent. */
    static List<Field> parallelism() {
        Value one = Value.whole(1);
        return List.of(
                optional("pp", Types.strictPositiveWhole(), one),
                optional("dcp-size", Types.strictPositiveWhole(), one),
                optional("pcp-size", Types.strictPositiveWhole(), one));
    }

    private static List<Field> conc() {
        return List.of(FebSchemas.concStart(), FebSchemas.concEnd(), FebSchemas.concList());
    }

    private static Model singleRow(Model component, Dialect dialect) {
        List<Field> fields = new ArrayList<>();
        fields.add(required("tp", Types.whole()));
        fields.addAll(parallelism());
        fields.add(nullable("ep", Types.whole()));
        fields.add(FebSchemas.speculation());
        fields.add(nullable("dp-attn", Types.flag()));
        fields.add(nullable("router", component));
        fields.addAll(ownSettings(dialect));
        fields.addAll(conc());
        return Model.of(
                "SingleNodeSearchSpaceEntry", fields, Rules.CONC_HEAD, Rules.ROW_TOPOLOGY, Rules.ENGINE_ENVIRONMENT);
    }

    /** Environment of one server, which upstream's rows do not have. */
    static List<Field> ownSettings(Dialect dialect) {
        return dialect == Dialect.NATIVE
                ? List.of(nullable("additional-settings", Types.nonEmptyListOf(Types.text())))
                : List.of();
    }

    private static Model multiRow(Model worker, Model component) {
        List<Field> fields = new ArrayList<>();
        fields.add(FebSchemas.speculation());
        fields.add(required("prefill", worker));
        fields.add(required("decode", worker));
        fields.add(nullable("router", component));
        fields.add(transfer());
        fields.addAll(conc());
        return Model.of("MultiNodeSearchSpaceEntry", fields, Rules.CONC_HEAD, Rules.WORKER_HARDWARE);
    }

    static Field transfer() {
        return nullable("kv-p2p-transfer", Types.nonEmptyText());
    }

    private static Model agenticRow(Model worker, Model component, Model backend, Dialect dialect) {
        List<Field> fields = new ArrayList<>();
        fields.add(nullable("tp", Types.whole()));
        fields.addAll(parallelism());
        fields.add(nullable("ep", Types.whole()));
        fields.add(nullable("dp-attn", Types.flag()));
        fields.add(FebSchemas.speculation());
        fields.add(nullable("prefill", worker));
        fields.add(nullable("decode", worker));
        fields.add(nullable("kv-offloading", KV_MODE));
        fields.add(nullable("kv-offload-backend", backend));
        fields.add(nullable("router", component));
        fields.add(transfer());
        fields.addAll(ownSettings(dialect));
        fields.addAll(conc());
        return Model.of("AgenticCodingSearchSpaceEntry", fields, agenticChecks(dialect));
    }

    /** Environments are no part of upstream's rows, nor is their check part of its labels. */
    private static Check[] agenticChecks(Dialect dialect) {
        return dialect == Dialect.NATIVE
                ? new Check[] {Rules.CONC_HEAD, Rules.KV_OFFLOAD, Rules.AGENTIC_TOPOLOGY, Rules.ENGINE_ENVIRONMENT}
                : new Check[] {Rules.CONC_HEAD, Rules.KV_OFFLOAD, Rules.AGENTIC_TOPOLOGY};
    }

    private static Model agenticScenario(Model row) {
        return Model.of(
                "AgenticCodingConfig",
                List.of(required("search-space", Types.listOf(row)), nullable("dram-utilization", Types.fraction())),
                Rules.DRAM_CAPACITY);
    }

    private static Model scenarios(String name, Model seqLen, Model agentic) {
        return Model.of(
                name,
                List.of(
                        nullable("fixed-seq-len", Types.listOf(seqLen)),
                        nullable("agentic-coding", Types.listOf(agentic))),
                Rules.SOME_SCENARIO);
    }

    /** Image, model, prefix, precision and framework, which every entry and every row begins with. */
    static List<Field> identity() {
        return List.of(
                required("image", Types.text()),
                required("model", Types.text()),
                required("model-prefix", Types.text()),
                required("precision", Types.text()),
                required("framework", Types.text()));
    }

    private static Model singleMaster(Model component, Model scenarios) {
        List<Field> fields = new ArrayList<>(identity());
        fields.add(required("runner", Types.text()));
        fields.add(required("multinode", Types.constant(false)));
        fields.add(optional("disagg", Types.constant(false), Value.flag(false)));
        fields.add(nullable("router", component));
        fields.add(required("scenarios", scenarios));
        return Model.of("SingleNodeMasterConfigEntry", fields, masterChecks());
    }

    private static Model multiMaster(Model component, Model scenarios) {
        List<Field> fields = new ArrayList<>(identity());
        fields.add(required("runner", Types.text()));
        fields.add(required("multinode", Types.constant(true)));
        fields.add(optional("disagg", Types.flag(), Value.flag(false)));
        fields.add(nullable("router", component));
        fields.add(transfer());
        fields.add(required("scenarios", scenarios));
        return Model.of("MultiNodeMasterConfigEntry", fields, masterChecks());
    }

    private static Check[] masterChecks() {
        return new Check[] {Rules.AGENTIC_RUNNER, Rules.COMPONENT_SCOPE};
    }

    private static Model runnerHardware() {
        return Model.of(
                "RunnerHardwareConfig",
                List.of(
                        required("available-cpu-dram-mib", Types.wholeAbove(0)),
                        required("gpus-per-node", Types.wholeAbove(0))));
    }

    private static Model runners(Model hardware) {
        return Model.of(
                "RunnerConfig",
                List.of(
                        required("labels", Types.mapOf(Types.listOf(Types.text()))),
                        optional("hardware", Types.mapOf(hardware), Value.Mapping.generated(Map.of()))));
    }

    static FieldType kvMode() {
        return KV_MODE;
    }

    static Field fingerprint() {
        return nullable("recipe-fingerprint", Types.textMatching(FINGERPRINT));
    }
}
