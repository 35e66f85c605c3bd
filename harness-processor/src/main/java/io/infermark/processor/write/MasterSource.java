package io.infermark.processor.write;

import com.palantir.javapoet.CodeBlock;
import io.infermark.model.AgenticWorkloadSpec;
import io.infermark.model.ClusterRow;
import io.infermark.model.MasterSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;

/** The methods that rebuild what a declaration says as an entry of a master configuration. */
final class MasterSource {
    private final SpecSource source;

    MasterSource(SpecSource source) {
        this.source = source;
    }

    void write(MasterSpec master) {
        CodeBlock multiNode = rows("multiNode", master.multiNode());
        CodeBlock agentic = rows("agentic", master.agentic());
        source.part(
                "master",
                MasterSpec.class,
                SpecSource.construct(
                        MasterSpec.class,
                        SpecSource.text(master.key()),
                        SpecSource.number(master.order()),
                        SpecSource.constant(master.dialect()),
                        SpecSource.text(master.framework()),
                        SpecSource.text(master.precision()),
                        SpecSource.flag(master.disaggregated()),
                        SpecSource.component(master.router()),
                        SpecSource.text(master.kvTransfer()),
                        multiNode,
                        source.list(AgenticWorkloadSpec.class, master.agenticWorkloads(), MasterSource::workload),
                        agentic));
    }

    private CodeBlock rows(String name, List<ClusterRow> rows) {
        List<CodeBlock> calls = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            source.part(name + i, ClusterRow.class, row(rows.get(i)));
            calls.add(CodeBlock.of("$L$L()", name, i));
        }
        return source.list(ClusterRow.class, calls, call -> call);
    }

    private CodeBlock row(ClusterRow row) {
        return SpecSource.construct(
                ClusterRow.class,
                SpecSource.text(row.workload()),
                parallelism(row.server()),
                worker(row.prefill()),
                worker(row.decode()),
                SpecSource.constant(row.specDecoding()),
                source.numbers(row.concurrency()),
                SpecSource.flag(row.ranged()),
                SpecSource.component(row.router()),
                SpecSource.text(row.kvTransfer()),
                SpecSource.constant(row.kvOffloading()),
                SpecSource.component(row.kvOffloadBackend()),
                source.map(row.env()),
                SpecSource.set(row.declared()));
    }

    private CodeBlock worker(WorkerSpec worker) {
        if (worker.equals(WorkerSpec.NONE)) {
            return CodeBlock.of("$T.NONE", WorkerSpec.class);
        }
        return SpecSource.inline(
                WorkerSpec.class,
                SpecSource.number(worker.count()),
                parallelism(worker.parallelism()),
                SpecSource.text(worker.hardware()),
                source.texts(worker.settings()),
                SpecSource.flag(worker.settingsStated()));
    }

    private static CodeBlock parallelism(Parallelism p) {
        return SpecSource.inline(
                Parallelism.class,
                SpecSource.number(p.tp()),
                SpecSource.number(p.pp()),
                SpecSource.number(p.dcp()),
                SpecSource.number(p.pcp()),
                SpecSource.number(p.ep()),
                SpecSource.flag(p.dpAttention()));
    }

    private static CodeBlock workload(AgenticWorkloadSpec workload) {
        return SpecSource.inline(
                AgenticWorkloadSpec.class,
                SpecSource.text(workload.name()),
                SpecSource.number(workload.dramUtilization()));
    }
}
