package io.infermark.changelog;

import io.infermark.changelog.ChangelogProcessor.Revision;
import io.infermark.config.Value;
import io.infermark.matrix.ConfigKeys;
import io.infermark.matrix.EvalMode;
import io.infermark.matrix.MatrixGenerator;
import io.infermark.matrix.MatrixRequest.TestConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** FEB: each config runs once, for the first entry that names it, with evaluations marked or evaluations alone. */
final class FebChangelog {

    private final Revision head;

    FebChangelog(Revision head) {
        this.head = head;
    }

    Map<String, Value> results(List<ChangelogEntry> entries) {
        MatrixGenerator generator = new MatrixGenerator(head.master(), head.runners());
        Buckets buckets = new Buckets(head.master().dialect());
        Set<String> done = new LinkedHashSet<>();
        for (ChangelogEntry entry : entries) {
            List<String> configs = new ArrayList<>(entry.located(() ->
                    ConfigKeys.ofChangelog(entry.configKeys(), head.master().keys())));
            configs.removeAll(done);
            if (configs.isEmpty()) {
                continue;
            }
            done.addAll(configs);
            EvalMode mode = entry.evalsOnly() ? EvalMode.ONLY : EvalMode.MARK;
            generator.rows(TestConfig.of(configs), mode).forEach(buckets::add);
        }
        Map<String, Value> result = new LinkedHashMap<>();
        buckets.putInto(result);
        return result;
    }
}
