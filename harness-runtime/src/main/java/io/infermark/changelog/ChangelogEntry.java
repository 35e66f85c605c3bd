package io.infermark.changelog;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid entry.
 *
 * @param configKeys names or patterns of configs
 * @param evalsOnly no throughput runs
 * @param allEvals every evaluation, no throughput runs
 * @param appendOnly only points that the base revision lacks
 * @param evalMinPrefillEp multi-node evaluations below this prefill EP are dropped; null for none
 * @param scenarioTypes restriction; empty for all
 */
record ChangelogEntry(
        List<String> configKeys,
        boolean evalsOnly,
        boolean allEvals,
        boolean appendOnly,
        @Nullable Long evalMinPrefillEp,
        List<String> scenarioTypes) {

    /** Makes an entry of what its schema coerced. */
    static ChangelogEntry of(Mapping entry) {
        return new ChangelogEntry(
                texts(entry, "config-keys"),
                isTrue(entry, "evals-only"),
                isTrue(entry, "all-evals"),
                isTrue(entry, "append-only"),
                entry.get("eval-min-prefill-ep") instanceof Value.Whole whole
                        ? whole.number().longValue()
                        : null,
                texts(entry, "scenario-type"));
    }

    private static boolean isTrue(Mapping entry, String key) {
        return entry.get(key) instanceof Value.Flag flag && flag.flag();
    }

    private static List<String> texts(Mapping entry, String key) {
        List<String> texts = new ArrayList<>();
        if (entry.get(key) instanceof Value.Sequence list) {
            list.items().forEach(item -> texts.add(((Value.Text) item).text()));
        }
        return texts;
    }
}
