package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.YamlDocument;
import io.infermark.config.YamlReader;
import io.infermark.config.master.MasterFile.Entry;
import io.infermark.config.schema.Outcome;
import io.infermark.config.schema.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads, merges and validates master files. All errors of all files are reported in one {@link ConfigException}; upstream
 * stops at the first entry that is wrong.
 */
public final class MasterLoader {

    private final YamlReader reader;

    /** A loader over a reader. */
    public MasterLoader(YamlReader reader) {
        this.reader = reader;
    }

    /** A document with the name that messages use. */
    public record Source(String name, YamlDocument document) {}

    /**
     * Loads files.
     *
     * @param forced the dialect, or null to detect it
     */
    public MasterFile load(List<Path> files, @Nullable Dialect forced) {
        List<Source> sources = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                sources.add(new Source(file.toString(), reader.read(file)));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return of(sources, forced);
    }

    /**
     * Merges and validates documents.
     *
     * @param forced the dialect, or null to detect it
     */
    public MasterFile of(List<Source> sources, @Nullable Dialect forced) {
        List<Problem> errors = new ArrayList<>();
        List<Mapping> roots = new ArrayList<>();
        for (Source source : sources) {
            Value root = source.document().root();
            if (root instanceof Mapping mapping) {
                roots.add(mapping);
            } else {
                errors.add(Problem.error(
                        "ConfigNotMapping",
                        root.position(),
                        "Config file '" + source.name() + "' must contain a dictionary, but it is a "
                                + root.pythonType() + ". Write <config-key>: {…}."));
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        Dialect dialect = forced != null ? forced : DialectDetector.detect(roots);
        Hygiene hygiene = Hygiene.of(dialect, forced != null);
        List<Problem> warnings = new ArrayList<>();
        for (Source source : sources) {
            errors.addAll(hygiene.split(source.document().findings(), Severity.ERROR));
            warnings.addAll(hygiene.split(source.document().findings(), Severity.WARNING));
        }
        List<Entry> merged = merge(sources, roots, dialect, errors);
        List<Entry> entries = dialect == Dialect.NATIVE ? new NativeExpansion(errors).expand(merged) : merged;
        List<Outcome> outcomes = validate(entries, dialect, errors);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new MasterFile(dialect, entries, warnings, outcomes);
    }

    private static List<Entry> merge(List<Source> sources, List<Mapping> roots, Dialect dialect, List<Problem> errors) {
        Map<String, Entry> merged = new LinkedHashMap<>();
        Map<String, SourcePosition> positions = new LinkedHashMap<>();
        for (int i = 0; i < roots.size(); i++) {
            Mapping root = roots.get(i);
            SortedSet<String> repeated = new TreeSet<>();
            for (Map.Entry<String, Value> item : root.entries().entrySet()) {
                String key = item.getKey();
                SourcePosition at = root.keyPosition(key);
                if (dialect == Dialect.NATIVE && key.equals(DialectDetector.MARKER)) {
                    continue;
                }
                if (!keyIsUsable(key, at, errors)) {
                    continue;
                }
                if (positions.containsKey(key)) {
                    repeated.add(key);
                } else if (item.getValue() instanceof Mapping value) {
                    merged.put(key, new Entry(key, value));
                    positions.put(key, at);
                } else {
                    errors.add(Problem.error(
                            "ConfigNotMapping",
                            item.getValue().position(),
                            "Master config entry '" + key + "' must be a mapping, but it is a "
                                    + item.getValue().pythonType() + "."));
                }
            }
            if (!repeated.isEmpty()) {
                errors.add(duplicates(sources.get(i).name(), root, repeated, positions));
            }
        }
        return new ArrayList<>(merged.values());
    }

    private static boolean keyIsUsable(String key, SourcePosition at, List<Problem> errors) {
        if (Mapping.isForeign(key)) {
            errors.add(Problem.error(
                    "ConfigKeyNotText",
                    at,
                    "the config key " + Mapping.display(key) + " is not a string. Put it in quotes."));
            return false;
        }
        if (key.indexOf('*') >= 0) {
            errors.add(Problem.error(
                    "WildcardInKey",
                    at,
                    " Wildcard '*' is not allowed in master config keys: '" + key
                            + "'. The changelog uses it to name several keys; rename the key."));
            return false;
        }
        return true;
    }

    private static Problem duplicates(
            String file, Mapping root, SortedSet<String> repeated, Map<String, SourcePosition> positions) {
        StringBuilder where = new StringBuilder();
        for (String key : repeated) {
            where.append(" '")
                    .append(key)
                    .append("' stands at ")
                    .append(positions.get(key))
                    .append(" already.");
        }
        return Problem.error(
                "DuplicateConfigKey",
                root.keyPosition(repeated.first()),
                "Duplicate configuration keys found in '" + file + "': " + String.join(", ", repeated) + "." + where);
    }

    private static List<Outcome> validate(List<Entry> entries, Dialect dialect, List<Problem> errors) {
        List<Outcome> outcomes = new ArrayList<>();
        Schemas schemas = Schemas.of(dialect);
        Set<String> said = new HashSet<>();
        for (Entry entry : entries) {
            Outcome outcome = schemas.model(MasterFile.modelOf(entry)).read(entry.value());
            outcomes.add(outcome);
            List<Violation> fresh = new ArrayList<>(outcome.violations());
            // One native row that expands to many breaks the same rule many times, at one place.
            fresh.removeIf(v -> dialect == Dialect.NATIVE && !said.add(v.position() + v.message()));
            errors.addAll(Violations.problems("Master config entry '" + entry.key() + "' failed validation", fresh));
        }
        return outcomes;
    }
}
