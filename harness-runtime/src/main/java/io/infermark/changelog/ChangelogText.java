package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.YamlDocument;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.Schemas;
import io.infermark.config.master.Violations;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A whole changelog file under the strict rules: UTF-8, no CR, tab or NUL, a final newline, unique keys, valid entries. */
public final class ChangelogText {

    /** What ends a line for Python. */
    private static final Pattern LINE_END = Pattern.compile("[\\n\\x0b\\f\\x1c-\\x1e\\x85\\u2028\\u2029]");

    private ChangelogText() {}

    /**
     * Reads a file.
     *
     * @param label how messages name it
     * @return the entries as written
     * @throws ConfigException on the first broken rule of the text, or with every violation of the first bad entry
     */
    public static List<Mapping> parse(byte[] raw, String label) {
        requireText(raw, label);
        YamlDocument document;
        try {
            document = YamlReader.ofPlainKeys().parse(raw, label);
        } catch (ConfigException e) {
            Problem first = e.problems().get(0);
            String what = first.code().equals("NotUtf8") ? " is not UTF-8: " : " is not valid YAML: ";
            throw ConfigException.of("ChangelogInvalid", first.position(), label + what + first.message());
        }
        for (Problem finding : document.findings()) {
            if (finding.code().equals("DuplicateKey")) {
                throw ConfigException.of(
                        "ChangelogInvalid", finding.position(), label + " is not valid YAML: " + finding.message());
            }
        }
        if (!(document.root() instanceof Value.Sequence list)) {
            throw invalid(document.root().position(), label + " root must be a YAML list");
        }
        int begun = begunEntries(raw);
        if (begun != list.items().size()) {
            throw invalid(
                    list.position(),
                    label + " has " + begun + " top-level config entries but YAML parsed "
                            + list.items().size() + " entries");
        }
        return entries(list.items(), label);
    }

    private static void requireText(byte[] raw, String label) {
        if (raw.length == 0 || raw[raw.length - 1] != '\n') {
            throw invalid(endOf(raw, label), label + " does not end with a newline");
        }
        requireAbsent(raw, '\r', label, " contains CR characters");
        requireAbsent(raw, '\t', label, " contains tabs");
        requireAbsent(raw, '\0', label, " contains NUL bytes");
    }

    private static SourcePosition endOf(byte[] raw, String label) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new SourcePosition(label, line, raw.length - lineStart + 1);
    }

    private static void requireAbsent(byte[] raw, char refused, String label, String what) {
        int line = 1;
        for (byte b : raw) {
            if (b == refused) {
                throw invalid(new SourcePosition(label, line, 1), label + what);
            }
            line += b == '\n' ? 1 : 0;
        }
    }

    private static int begunEntries(byte[] raw) {
        String text = new String(raw, StandardCharsets.UTF_8);
        return (int) Arrays.stream(LINE_END.split(text, -1))
                .filter(line -> line.startsWith("- config-keys:"))
                .count();
    }

    private static List<Mapping> entries(List<Value> items, String label) {
        Model model = Schemas.of(Dialect.HEAD).model("ChangelogEntry");
        List<Mapping> entries = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String where = label + " entry " + (i + 1);
            if (!(items.get(i) instanceof Mapping entry)) {
                throw invalid(items.get(i).position(), where + " is not a mapping");
            }
            Outcome outcome = model.read(entry);
            if (!outcome.isValid()) {
                throw new ConfigException(
                        Violations.problems(where + " fails ChangelogEntry validation", outcome.violations()));
            }
            entries.add(entry);
        }
        return entries;
    }

    static ConfigException invalid(SourcePosition at, String message) {
        return ConfigException.of("ChangelogInvalid", at, message);
    }
}
