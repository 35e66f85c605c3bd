package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A valid entry.
 *
 * @param position where it begins
 * @param configKeys names or patterns of configs
 * @param evalsOnly no throughput runs
 * @param allEvals every evaluation, no throughput runs
 * @param appendOnly only points that the base revision lacks
 * @param evalMinPrefillEp multi-node evaluations below this prefill EP are dropped; null for none
 * @param scenarioTypes restriction; empty for all
 */
record ChangelogEntry(
        SourcePosition position,
        List<String> configKeys,
        boolean evalsOnly,
        boolean allEvals,
        boolean appendOnly,
        @Nullable Long evalMinPrefillEp,
        List<String> scenarioTypes) {

    /**
     * Makes an entry of what its schema coerced.
     *
     * @param position where it begins
     */
    static ChangelogEntry of(Mapping entry, SourcePosition position) {
        return new ChangelogEntry(
                position,
                texts(entry, "config-keys"),
                isTrue(entry, "evals-only"),
                isTrue(entry, "all-evals"),
                isTrue(entry, "append-only"),
                entry.get("eval-min-prefill-ep") instanceof Value.Whole whole
                        ? whole.number().longValue()
                        : null,
                texts(entry, "scenario-type"));
    }

    /** Does something for this entry; what is refused without a place is refused at the entry's. */
    <T> T located(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConfigException e) {
            throw new ConfigException(e.problems().stream()
                    .map(problem -> problem.position().source().isEmpty()
                            ? new Problem(problem.severity(), problem.code(), position, problem.message())
                            : problem)
                    .toList());
        }
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
