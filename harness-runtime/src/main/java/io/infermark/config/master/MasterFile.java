package io.infermark.config.master;

import io.infermark.config.Problem;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.schema.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All entries of one or more master files, merged in argument order and valid. Immutable. */
public final class MasterFile {
    private final Dialect dialect;
    private final List<Entry> entries;
    private final List<Problem> warnings;
    private final List<Outcome> outcomes;

    /** Made on first use: who only expands a matrix does not need it. */
    private volatile @Nullable List<MasterConfig> configs;

    MasterFile(Dialect dialect, List<Entry> entries, List<Problem> warnings, List<Outcome> outcomes) {
        this.dialect = dialect;
        this.entries = List.copyOf(entries);
        this.warnings = List.copyOf(warnings);
        this.outcomes = List.copyOf(outcomes);
    }

    /** How they are written; of NATIVE files the entries are in HEAD's form, sugar expanded. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Entries as written (not coerced), in order. In NATIVE two entries may share a key: its single-node and its multi-node
     * half.
     */
    public List<Entry> entries() {
        return entries;
    }

    /** What is suspicious but tolerated. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** One entry. */
    public record Entry(String key, Mapping value) {

        /** Upstream's rule: a truthy {@code multinode} selects the multi-node schema. */
        public boolean isMultinode() {
            Value multinode = value.get("multinode");
            return multinode != null && multinode.isTruthy();
        }
    }

    /** Keys in order, each once. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        entries.forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    /** The entries of some keys, in this file's order. */
    public MasterFile only(Collection<String> wanted) {
        List<Entry> kept = new ArrayList<>();
        List<Outcome> keptOutcomes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (wanted.contains(entries.get(i).key())) {
                kept.add(entries.get(i));
                keptOutcomes.add(outcomes.get(i));
            }
        }
        return new MasterFile(dialect, kept, warnings, keptOutcomes);
    }

    /** The typed view. */
    public List<MasterConfig> configs() {
        List<MasterConfig> known = configs;
        if (known == null) {
            List<MasterConfig> made = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                made.add(MasterConfigReader.read(
                        entries.get(i).key(), (Mapping) outcomes.get(i).dump()));
            }
            known = List.copyOf(made);
            configs = known;
        }
        return known;
    }

    /** An entry as its schema reads it: values coerced, defaults filled in, {@code null} for what is absent. */
    public Mapping normalised(Entry entry) {
        return (Mapping)
                Schemas.of(dialect).model(modelOf(entry)).read(entry.value()).dump();
    }

    static String modelOf(Entry entry) {
        return entry.isMultinode() ? "MultiNodeMasterConfigEntry" : "SingleNodeMasterConfigEntry";
    }
}
