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

/**
 * All entries of one or more master files, merged in argument order and valid.
 *
 * @param dialect how they are written; of NATIVE files the entries are in HEAD's form, sugar expanded
 * @param entries entries as written (not coerced), in order. In NATIVE two entries may share a key: its single-node and its
 *     multi-node half.
 * @param warnings what is suspicious but tolerated
 */
public record MasterFile(Dialect dialect, List<Entry> entries, List<Problem> warnings) {

    /** Copies the lists. */
    public MasterFile {
        entries = List.copyOf(entries);
        warnings = List.copyOf(warnings);
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
        return new MasterFile(
                dialect,
                entries.stream().filter(entry -> wanted.contains(entry.key())).toList(),
                warnings);
    }

    /** The typed view. */
    public List<MasterConfig> configs() {
        Schemas schemas = Schemas.of(dialect);
        List<MasterConfig> configs = new ArrayList<>();
        for (Entry entry : entries) {
            Outcome outcome = schemas.model(modelOf(entry)).read(entry.value());
            configs.add(MasterConfigReader.read(entry.key(), (Mapping) outcome.dump()));
        }
        return configs;
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
