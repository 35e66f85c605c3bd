package io.infermark.classes;

import io.infermark.api.KvOffloading;
import io.infermark.api.SpecDecoding;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterConfig;
import io.infermark.config.master.MasterConfig.Component;
import io.infermark.config.master.MasterConfig.Concurrency;
import io.infermark.config.master.MasterConfig.Listed;
import io.infermark.config.master.MasterConfig.OneServer;
import io.infermark.config.master.MasterConfig.Range;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.config.master.MasterConfig.Worker;
import io.infermark.config.master.MasterConfig.Workers;
import io.infermark.model.ClusterRow;
import io.infermark.model.ComponentSpec;
import io.infermark.model.ConcurrencyRange;
import io.infermark.model.Parallelism;
import io.infermark.model.RateSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkerSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Search-space rows of one entry as rows of a declaration. */
final class RowSpecs {
    private final MasterConfig config;
    private final boolean sampled;

    /** @param sampled whether only the highest concurrency of a row is wanted */
    RowSpecs(MasterConfig config, boolean sampled) {
        this.config = config;
        this.sampled = sampled;
    }

    SweepRow sweep(String workload, SearchRow row, OneServer server) {
        Parallelism p = parallelism(server);
        return new SweepRow(
                workload,
                List.of(p.tp()),
                List.of(p.pp()),
                List.of(p.dcp()),
                List.of(p.pcp()),
                List.of(p.ep()),
                List.of(p.dpAttention()),
                List.of(speculation(row)),
                List.of(),
                RateSpec.NONE,
                concurrency(row.concurrency()),
                environment(row),
                declared(row, server),
                ranged(row.concurrency()),
                component(row.router()));
    }

    private static Map<String, String> environment(SearchRow row) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String setting : row.settings()) {
            int equals = setting.indexOf('=');
            environment.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return environment;
    }

    /** A row with workers, or an agentic one. The raw row tells an empty list from an absent one. */
    ClusterRow cluster(String workload, SearchRow row, Mapping raw, boolean agentic) {
        Parallelism server = Parallelism.SINGLE;
        WorkerSpec prefill = WorkerSpec.NONE;
        WorkerSpec decode = WorkerSpec.NONE;
        Set<String> declared = Set.of();
        if (row.topology() instanceof Workers workers) {
            prefill = worker(workers.prefill(), raw.get("prefill") instanceof Mapping block ? block : null);
            decode = worker(workers.decode(), raw.get("decode") instanceof Mapping block ? block : null);
        } else if (row.topology() instanceof OneServer one) {
            server = parallelism(one);
            declared = new LinkedHashSet<>(declared(row, one));
            declared.remove("specDecoding");
            addIf(declared, "env", !row.settings().isEmpty());
        }
        return new ClusterRow(
                workload,
                server,
                prefill,
                decode,
                speculation(row),
                concurrency(row.concurrency()),
                ranged(row.concurrency()),
                component(row.router()),
                row.kvTransfer() == null ? "" : row.kvTransfer(),
                agentic ? offloading(row.kvOffloading()) : KvOffloading.UNSTATED,
                component(row.kvOffloadBackend()),
                environment(row),
                declared);
    }

    private static Parallelism parallelism(OneServer server) {
        Integer ep = server.ep();
        return new Parallelism(
                server.tp(),
                server.pp(),
                server.dcpSize(),
                server.pcpSize(),
                ep == null ? 1 : ep,
                Boolean.TRUE.equals(server.dpAttention()));
    }

    private static Set<String> declared(SearchRow row, OneServer server) {
        Set<String> declared = new LinkedHashSet<>(Set.of("tp"));
        addIf(declared, "pp", server.pp() != 1);
        addIf(declared, "dcp", server.dcpSize() != 1);
        addIf(declared, "pcp", server.pcpSize() != 1);
        addIf(declared, "ep", server.ep() != null);
        addIf(declared, "dpAttention", server.dpAttention() != null);
        addIf(declared, "specDecoding", !row.speculation().equals("none"));
        return declared;
    }

    private static void addIf(Set<String> names, String name, boolean stated) {
        if (stated) {
            names.add(name);
        }
    }

    private static WorkerSpec worker(Worker worker, @Nullable Mapping raw) {
        boolean stated =
                raw != null && (raw.get("additional-settings") != null || raw.get("additional_settings") != null);
        return new WorkerSpec(
                worker.count(),
                new Parallelism(
                        worker.tp(),
                        worker.pp(),
                        worker.dcpSize(),
                        worker.pcpSize(),
                        worker.ep(),
                        worker.dpAttention()),
                worker.hardware() == null ? "" : worker.hardware(),
                worker.settings(),
                stated);
    }

    private SpecDecoding speculation(SearchRow row) {
        for (SpecDecoding value : SpecDecoding.values()) {
            if (value.label().equals(row.speculation())) {
                return value;
            }
        }
        throw new IllegalStateException(config.key() + ": the schema let spec-decoding " + row.speculation() + " pass");
    }

    /** A range that would never end is left as its first value, which the validator refuses. */
    private List<Integer> concurrency(Concurrency concurrency) {
        if (concurrency instanceof Listed listed) {
            return sampled ? List.of(Collections.max(listed.values())) : listed.values();
        }
        Range range = (Range) concurrency;
        if (sampled) {
            return List.of(range.end());
        }
        return range.start() < 1 || range.end() < range.start()
                ? List.of(range.start())
                : ConcurrencyRange.expand(range.start(), range.end(), 2);
    }

    private boolean ranged(Concurrency concurrency) {
        return !sampled && concurrency instanceof Range;
    }

    static ComponentSpec component(@Nullable Component component) {
        if (component == null) {
            return ComponentSpec.NONE;
        }
        String version = component.version();
        return new ComponentSpec(component.name(), version == null ? "" : version);
    }

    private static KvOffloading offloading(@Nullable String mode) {
        return mode == null ? KvOffloading.UNSTATED : KvOffloading.valueOf(mode.toUpperCase(Locale.ROOT));
    }
}
