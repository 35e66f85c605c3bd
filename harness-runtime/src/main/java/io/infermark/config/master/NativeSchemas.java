package io.infermark.config.master;

import static io.infermark.config.schema.Field.nullable;
import static io.infermark.config.schema.Field.required;
import static io.infermark.config.schema.Types.oneOrMany;

import io.infermark.config.schema.Field;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of native entries before their sugar is expanded: every parallelism field may be a list, keys of both eras and
 * of the {@code multi-node-configs} block are known. What is required is judged after the expansion, by HEAD's models.
 */
final class NativeSchemas {

    /** Fields that may be lists, in the order in which lists multiply: the first varies slowest. */
    static final List<String> ROW_AXES = List.of("tp", "pp", "dcp-size", "pcp-size", "ep", "dp-attn", "spec-decoding");

    /** The same for a worker block. */
    static final List<String> WORKER_AXES = List.of("num-worker", "tp", "pp", "dcp-size", "pcp-size", "ep", "dp-attn");

    private NativeSchemas() {}

    static Model entry() {
        Model component = Schemas.of(Dialect.HEAD).model("ComponentMetadata");
        Model backend = Schemas.of(Dialect.HEAD).model("KVOffloadBackendMetadata");
        Model row = row(worker(), component, backend);
        List<Field> fields = new ArrayList<>(HeadSchemas.identity());
        fields.add(required("runner", Types.text()));
        fields.add(nullable("multinode", Types.flag()));
        fields.add(nullable("disagg", Types.flag()));
        fields.add(nullable("router", component));
        fields.add(HeadSchemas.transfer());
        fields.add(nullable("scenarios", scenarios(row)));
        fields.add(nullable("seq-len-configs", Types.listOf(seqLen(row))));
        fields.add(nullable("multi-node-configs", Types.listOf(multiNodeBlock(component))));
        return Model.of("NativeMasterConfigEntry", fields);
    }

    private static Model scenarios(Model row) {
        Model agentic = Model.of(
                "NativeAgenticCoding",
                List.of(required("search-space", Types.listOf(row)), nullable("dram-utilization", Types.fraction())));
        return Model.of(
                "NativeScenarios",
                List.of(
                        nullable("fixed-seq-len", Types.listOf(seqLen(row))),
                        nullable("agentic-coding", Types.listOf(agentic))));
    }

    private static Model seqLen(Model row) {
        return FebSchemas.seqLen("NativeSeqLen", row);
    }

    private static List<Field> parallelism() {
        return List.of(
                nullable("tp", oneOrMany(Types.wholeFrom(1))),
                nullable("pp", oneOrMany(Types.strictPositiveWhole())),
                nullable("dcp-size", oneOrMany(Types.strictPositiveWhole())),
                nullable("pcp-size", oneOrMany(Types.strictPositiveWhole())),
                nullable("ep", oneOrMany(Types.wholeFrom(1))),
                nullable("dp-attn", oneOrMany(Types.flag())));
    }

    private static Model worker() {
        List<Field> fields = new ArrayList<>();
        fields.add(nullable("num-worker", oneOrMany(Types.wholeFrom(1))));
        fields.addAll(parallelism());
        fields.add(nullable("hardware", Types.nonEmptyText()));
        fields.add(nullable("additional-settings", Types.listOf(Types.text())));
        return Model.of("NativeWorker", fields);
    }

    private static Model row(Model worker, Model component, Model backend) {
        List<Field> fields = new ArrayList<>(parallelism());
        fields.add(speculation());
        fields.add(nullable("prefill", worker));
        fields.add(nullable("decode", worker));
        fields.add(nullable("kv-offloading", HeadSchemas.kvMode()));
        fields.add(nullable("kv-offload-backend", backend));
        fields.add(nullable("router", component));
        fields.add(HeadSchemas.transfer());
        fields.addAll(HeadSchemas.ownSettings(Dialect.NATIVE));
        fields.addAll(conc());
        return Model.of("NativeSearchSpaceRow", fields);
    }

    private static Field speculation() {
        return nullable("spec-decoding", oneOrMany(FebSchemas.SPECULATION));
    }

    private static List<Field> conc() {
        return List.of(FebSchemas.concStart(), FebSchemas.concEnd(), FebSchemas.concList());
    }

    private static Model multiNodeBlock(Model component) {
        List<Field> fields = new ArrayList<>();
        fields.add(nullable("isl", Types.wholeFrom(1)));
        fields.add(nullable("osl", Types.wholeFrom(1)));
        for (String role : List.of("prefill", "decode")) {
            fields.add(nullable(role + "-num-worker", oneOrMany(Types.wholeFrom(1))));
            fields.add(nullable(role + "-tp", oneOrMany(Types.wholeFrom(1))));
            fields.add(nullable(role + "-ep", oneOrMany(Types.wholeFrom(1))));
        }
        fields.add(nullable("dp-attn", oneOrMany(Types.flag())));
        fields.add(speculation());
        fields.add(nullable("additional-prefill-settings", oneOrMany(Types.text())));
        fields.add(nullable("additional-decode-settings", oneOrMany(Types.text())));
        fields.add(nullable("router", component));
        fields.add(HeadSchemas.transfer());
        fields.addAll(conc());
        return Model.of("NativeMultiNodeConfig", fields);
    }
}
