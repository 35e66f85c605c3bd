package io.infermark.changelog;

import io.infermark.changelog.ChangelogProcessor.Options;
import io.infermark.changelog.ChangelogProcessor.Resolved;
import io.infermark.changelog.ChangelogProcessor.Revision;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.matrix.ConfigKeys;
import io.infermark.matrix.EvalMode;
import io.infermark.matrix.MatrixGenerator;
import io.infermark.matrix.MatrixRequest.TestConfig;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HEAD and NATIVE: throughput and evaluations are generated apart, each (config, scenario type) once. Entries with all
 * evaluations come first, so that their broader selection wins.
 */
final class HeadChangelog {

    private static final List<String> SCENARIOS = List.of("fixed-seq-len", "agentic-coding");

    private final Revision head;
    private final Supplier<Revision> base;
    private final Options options;
    private final MatrixGenerator generator;
    private final Map<String, Set<String>> throughputSeen = new HashMap<>();
    private final Map<String, Set<String>> evalsSeen = new HashMap<>();
    private final List<Map<String, Value>> throughput = new ArrayList<>();
    private final List<Map<String, Value>> evals = new ArrayList<>();

    HeadChangelog(Revision head, Supplier<Revision> base, Options options) {
        this.head = head;
        this.base = base;
        this.options = options;
        this.generator = new MatrixGenerator(head.master(), head.runners());
    }

    Map<String, Value> results(List<ChangelogEntry> entries) {
        List<ChangelogEntry> appending =
                entries.stream().filter(ChangelogEntry::appendOnly).toList();
        boolean appendOnly = !appending.isEmpty();
        if (appendOnly) {
            requireOneKind(entries, appending);
        }
        List<Resolved> resolved = new ArrayList<>();
        for (ChangelogEntry entry : entries) {
            resolved.add(new Resolved(
                    entry,
                    entry.located(() -> ConfigKeys.ofChangelog(
                            entry.configKeys(), head.master().keys()))));
        }
        MatrixGenerator before = appendOnly ? entries.get(0).located(() -> baseGenerator(resolved)) : null;
        resolved.sort(Comparator.comparing((Resolved item) -> !item.entry().allEvals()));
        for (Resolved item : resolved) {
            boolean suppressed = options.evalsOnly()
                    || item.entry().evalsOnly()
                    || item.entry().allEvals();
            if (!suppressed) {
                addThroughput(item, before);
            }
            if (!item.entry().appendOnly()) {
                addEvals(item);
            }
        }
        return collected();
    }

    private void requireOneKind(List<ChangelogEntry> entries, List<ChangelogEntry> appending) {
        SourcePosition at = appending.get(0).position();
        if (appending.size() < entries.size()) {
            throw ChangelogProcessor.invalid(
                    at, "append-only entries cannot share a sweep with regular changelog entries");
        }
        if (options.allEvals() || options.evalsOnly()) {
            throw ChangelogProcessor.invalid(at, "append-only sweeps cannot use all-evals or evals-only modifiers");
        }
    }

    private MatrixGenerator baseGenerator(List<Resolved> resolved) {
        Revision before = base.get();
        Map<String, Set<String>> selected = new LinkedHashMap<>();
        for (Resolved item : resolved) {
            for (String config : item.configs()) {
                selected.computeIfAbsent(config, key -> new HashSet<>()).addAll(scenarios(item.entry()));
            }
        }
        TreeSet<String> missing = new TreeSet<>(selected.keySet());
        missing.removeAll(before.master().keys());
        if (!missing.isEmpty()) {
            throw ChangelogProcessor.invalid(
                    SourcePosition.NONE,
                    "append-only requires every selected config to exist in the base revision; missing: "
                            + Rows.represented(
                                    Value.list(missing.stream().map(Value::text).toList())));
        }
        AppendOnly.requireScope(before.master(), head.master(), selected);
        return new MatrixGenerator(before.master(), before.runners());
    }

    private static List<String> scenarios(ChangelogEntry entry) {
        return entry.scenarioTypes().isEmpty() ? SCENARIOS : entry.scenarioTypes();
    }

    /** Configs by the scenario types that no earlier entry has covered, in order of first use. */
    private static Map<List<String>, List<String>> unseen(Resolved item, Map<String, Set<String>> seen) {
        Map<List<String>, List<String>> groups = new LinkedHashMap<>();
        List<String> wanted = scenarios(item.entry());
        for (String config : item.configs()) {
            Set<String> covered = seen.computeIfAbsent(config, key -> new HashSet<>());
            List<String> fresh = SCENARIOS.stream()
                    .filter(scenario -> wanted.contains(scenario) && !covered.contains(scenario))
                    .toList();
            if (!fresh.isEmpty()) {
                covered.addAll(fresh);
                groups.computeIfAbsent(fresh, key -> new ArrayList<>()).add(config);
            }
        }
        return groups;
    }

    private void addThroughput(Resolved item, @Nullable MatrixGenerator before) {
        unseen(item, throughputSeen).forEach((scenarios, configs) -> {
            TestConfig request = request(configs, scenarios);
            List<Map<String, Value>> rows = generator.rows(request, EvalMode.NONE);
            if (item.entry().appendOnly() && before != null) {
                List<Map<String, Value>> after = rows;
                rows = item.entry().located(() -> AppendOnly.delta(before.rows(request, EvalMode.NONE), after));
            }
            throughput.addAll(rows);
        });
    }

    private void addEvals(Resolved item) {
        EvalMode mode = options.allEvals() || item.entry().allEvals() ? EvalMode.ALL : EvalMode.ONLY;
        Long minPrefillEp = item.entry().evalMinPrefillEp();
        unseen(item, evalsSeen).forEach((scenarios, configs) -> {
            for (Map<String, Value> row : generator.rows(request(configs, scenarios), mode)) {
                if (minPrefillEp == null || hasPrefillEp(row, minPrefillEp)) {
                    evals.add(row);
                }
            }
        });
    }

    private static boolean hasPrefillEp(Map<String, Value> row, long min) {
        if (!(row.get("prefill") instanceof Mapping prefill)) {
            return true;
        }
        Value ep = prefill.get("ep");
        return ep == null
                ? min <= 1
                : (ep instanceof Value.Whole whole && whole.number().compareTo(BigInteger.valueOf(min)) >= 0);
    }

    private static TestConfig request(List<String> configs, List<String> scenarios) {
        return new TestConfig(configs, List.of(), List.of(), scenarios, null);
    }

    private Map<String, Value> collected() {
        Buckets buckets = new Buckets(head.master().dialect());
        for (Map<String, Value> row : options.trimConc() ? Rows.trimConc(throughput) : throughput) {
            row.put("recipe-fingerprint", Value.text(Rows.recipeFingerprint(row)));
            buckets.add(row);
        }
        Map<String, Value> result = new LinkedHashMap<>();
        buckets.putInto(result);
        result.put("evals", evals(false, false));
        result.put("agentic_evals", evals(false, true));
        result.put("multinode_evals", evals(true, false));
        result.put("multinode_agentic_evals", evals(true, true));
        return result;
    }

    private Value evals(boolean multinode, boolean agentic) {
        return Value.list(evals.stream()
                .filter(row -> Rows.isMultinode(row) == multinode && Rows.isAgentic(row) == agentic)
                .map(Mapping::generated)
                .toList());
    }
}
