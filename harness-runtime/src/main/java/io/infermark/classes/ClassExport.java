package io.infermark.classes;

import io.infermark.api.ConfigDialect;
import io.infermark.config.master.MasterFile.Entry;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.SloSpec;
import io.infermark.plan.UsageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A master file from declarations. */
public final class ClassExport {
    private final ConfigDialect dialect;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ClassExport(ConfigDialect dialect) {
        this.dialect = dialect;
    }

    /**
     * A master file.
     *
     * @param warnings what the classes say and the file does not, since its schema has no word for it
     */
    public record MasterText(ConfigDialect dialect, String yaml, List<String> warnings) {}

    /**
     * The file of some declarations, sorted by {@link io.infermark.api.MasterEntry#order()} and name.
     *
     * @param forced the dialect; null: that of all declarations
     * @throws UsageException if they are of several dialects, or one has what no master file can say and the matrix depends on
     */
    public static MasterText of(List<BenchmarkSpec> specs, @Nullable ConfigDialect forced) {
        List<BenchmarkSpec> sorted = specs.stream()
                .sorted(Comparator.comparingInt(
                                (BenchmarkSpec spec) -> spec.master().order())
                        .thenComparing(BenchmarkSpec::benchmark))
                .toList();
        ClassExport export = new ClassExport(forced == null ? common(sorted) : forced);
        List<String> refusals = new ArrayList<>();
        for (BenchmarkSpec spec : sorted) {
            export.add(spec, refusals);
        }
        if (!refusals.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), refusals));
        }
        return new MasterText(export.dialect, export.yaml(), List.copyOf(export.warnings));
    }

    private static ConfigDialect common(List<BenchmarkSpec> specs) {
        Set<ConfigDialect> dialects = new TreeSet<>();
        specs.forEach(spec -> dialects.add(spec.master().dialect()));
        if (dialects.size() > 1) {
            throw new UsageException("[DialectConflict] the selected classes are of the dialects "
                    + String.join(
                            ", ", dialects.stream().map(ConfigDialect::label).toList())
                    + ", and a file has one. Select by name, or force one with --dialect.");
        }
        return dialects.isEmpty() ? ConfigDialect.NATIVE : dialects.iterator().next();
    }

    private void add(BenchmarkSpec spec, List<String> refusals) {
        int before = refusals.size();
        refuseWhatFilesCannotSay(spec, refusals);
        warnOfWhatIsLeftOut(spec);
        if (refusals.size() > before) {
            return;
        }
        for (Entry entry : new EntryWriter(spec, dialect).entries()) {
            if (entries.putIfAbsent(entry.key(), entry) != null) {
                refusals.add("[KeyTwice] " + spec.benchmark() + " is an entry \"" + entry.key()
                        + "\", and so is another class. Name one of them by @MasterEntry(key = …).");
            }
        }
    }

    private void refuseWhatFilesCannotSay(BenchmarkSpec spec, List<String> refusals) {
        List<String> reasons = new ArrayList<>();
        if (spec.rows().stream().anyMatch(row -> !row.axes().isEmpty())) {
            reasons.add("axes of its own");
        }
        if (spec.rows().stream().anyMatch(row -> !row.rate().requestsPerSecond().isEmpty())) {
            reasons.add("request rates");
        }
        if (dialect == ConfigDialect.FEB) {
            boolean sizes = spec.rows().stream()
                    .anyMatch(row -> !(row.pp().equals(List.of(1))
                            && row.dcp().equals(List.of(1))
                            && row.pcp().equals(List.of(1))));
            if (sizes) {
                reasons.add("pp, dcp or pcp");
            }
            if (!spec.master().agentic().isEmpty()) {
                reasons.add("agentic rows");
            }
        }
        if (!reasons.isEmpty()) {
            refusals.add("[NotInMasterFile] " + spec.benchmark() + " has " + String.join(" and ", reasons)
                    + ", which a master file of the dialect " + dialect.label()
                    + " can't say. Leave the class out, or remove them.");
        }
    }

    private void warnOfWhatIsLeftOut(BenchmarkSpec spec) {
        List<String> left = new ArrayList<>();
        addIf(left, "engine flags", !spec.server().flags().isEmpty());
        addIf(left, "a command", !spec.server().command().isEmpty());
        addIf(
                left,
                "environment",
                !spec.server().env().isEmpty()
                        || (dialect.compatible()
                                && (spec.rows().stream()
                                                .anyMatch(row -> !row.env().isEmpty())
                                        || spec.master().agentic().stream()
                                                .anyMatch(row -> !row.env().isEmpty()))));
        addIf(left, "objectives", !spec.slo().equals(SloSpec.NONE));
        addIf(left, "repetition and windows", !spec.run().equals(RunSettings.DEFAULT));
        addIf(left, "length ratios", spec.workloads().stream().anyMatch(workload -> workload.rangeRatio() != 1));
        addIf(left, "nodes", spec.hardware().nodes() > 1);
        addIf(left, "a context limit", spec.model().maxModelLen() > 0);
        if (!left.isEmpty()) {
            warnings.add("[LeftOut] " + spec.benchmark() + ": a master file has no word for " + String.join(", ", left)
                    + ". Its points are in the file, these are not.");
        }
    }

    private static void addIf(List<String> to, String what, boolean stated) {
        if (stated) {
            to.add(what);
        }
    }

    private String yaml() {
        YamlText text = new YamlText();
        if (dialect == ConfigDialect.NATIVE) {
            text.scalar("dialect", dialect.label());
        }
        entries.values().forEach(entry -> text.entry(entry.key(), entry.value()));
        return text.toString();
    }
}
