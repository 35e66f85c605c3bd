package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.YamlDocument;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.Runners;
import io.infermark.config.master.Schemas;
import io.infermark.config.master.Violations;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Turns the additions to a changelog into the rows to run, by bucket: upstream's {@code process_changelog}. */
public final class ChangelogProcessor {

    private final Revision head;
    private final Supplier<Revision> base;

    /**
     * A processor.
     *
     * @param head configurations to run
     * @param base configurations of the base revision; asked for only by append-only entries
     */
    public ChangelogProcessor(Revision head, Supplier<Revision> base) {
        this.head = head;
        this.base = base;
    }

    /** The configurations of one revision. */
    public record Revision(MasterFile master, Runners runners) {}

    /** Options of a run; all false by default. */
    public record Options(boolean trimConc, boolean allEvals, boolean evalsOnly) {}

    /** An entry and the configs that it names. */
    record Resolved(ChangelogEntry entry, List<String> configs) {}

    /**
     * Processes additions.
     *
     * @param added added lines, joined: YAML list items
     * @param file the changelog, for places
     * @param baseRef name of the base revision, for the metadata
     * @param headRef name of the head revision, for the metadata
     * @return upstream's output: buckets and {@code changelog_metadata}
     * @throws ConfigException when the additions are invalid
     */
    public Mapping process(String added, String file, String baseRef, String headRef, Options options) {
        List<Value> written = parse(added, file, head.master().dialect() == Dialect.NATIVE);
        List<ChangelogEntry> entries = validated(written);
        Map<String, Value> result = head.master().dialect() == Dialect.FEB
                ? new FebChangelog(head).results(entries)
                : new HeadChangelog(head, base, options).results(entries);
        Map<String, Value> metadata = new LinkedHashMap<>();
        metadata.put("base_ref", Value.text(baseRef));
        metadata.put("head_ref", Value.text(headRef));
        metadata.put("entries", Value.list(written));
        result.put("changelog_metadata", Mapping.generated(metadata));
        return checked(Mapping.generated(result));
    }

    private static List<Value> parse(String added, String file, boolean strict) {
        if (added.isBlank()) {
            throw ConfigException.of(
                    "ChangelogInvalid",
                    new SourcePosition(file, 0, 0),
                    "No additions found in the changelog file. Append an entry: infermark changelog add.");
        }
        YamlDocument document = new YamlReader().parse(added, file);
        if (strict) {
            List<Problem> errors = document.findings().stream()
                    .map(finding -> finding.as(Problem.Severity.ERROR))
                    .toList();
            if (!errors.isEmpty()) {
                throw new ConfigException(errors);
            }
        }
        Value root = document.root();
        if (!root.isTruthy()) {
            throw ConfigException.of(
                    "ChangelogInvalid",
                    root.position(),
                    "No valid YAML entries found in the changelog additions. Append an entry: infermark changelog add.");
        }
        if (root instanceof Value.Sequence list) {
            return list.items();
        }
        throw ConfigException.of(
                "ChangelogInvalid",
                root.position(),
                "the additions are a " + root.pythonType()
                        + ", not a list of entries. Begin each with '- config-keys:'.");
    }

    private List<ChangelogEntry> validated(List<Value> written) {
        Model model = schemas().model("ChangelogEntry");
        List<ChangelogEntry> entries = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Outcome outcome = model.read(written.get(i));
            if (outcome.value() instanceof Mapping entry) {
                entries.add(ChangelogEntry.of(entry, written.get(i).position()));
            } else {
                problems.addAll(
                        Violations.problems("changelog entry " + (i + 1) + " of the additions", outcome.violations()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return entries;
    }

    private Schemas schemas() {
        return Schemas.of(head.master().dialect());
    }

    /** FEB prints null fields, HEAD leaves them out. */
    private Mapping checked(Mapping result) {
        Outcome outcome = schemas().model("ChangelogMatrixEntry").read(result);
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems("changelog output", outcome.violations()));
        }
        Value value = head.master().dialect() == Dialect.FEB ? outcome.value() : outcome.dump();
        return (Mapping) Rows.orNothing(value);
    }

    static ConfigException invalid(SourcePosition at, String message) {
        return ConfigException.of("ChangelogInvalid", at, message);
    }
}
