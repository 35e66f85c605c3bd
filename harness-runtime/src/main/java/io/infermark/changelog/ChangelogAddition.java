package io.infermark.changelog;

import io.infermark.changelog.ChangelogHistory.Change;
import io.infermark.config.Value.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A new entry, written as the file's rules want it.
 *
 * @param link the pull request's URL, or {@code XXX} while it is not known
 * @param evalMinPrefillEp null for none
 * @param scenarioTypes empty for all
 */
public record ChangelogAddition(
        List<String> configKeys,
        List<String> description,
        String link,
        boolean evalsOnly,
        boolean allEvals,
        boolean appendOnly,
        @Nullable Long evalMinPrefillEp,
        List<String> scenarioTypes) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]*[A-Za-z0-9._/-]");

    /** Copies the lists. */
    public ChangelogAddition {
        configKeys = List.copyOf(configKeys);
        description = List.copyOf(description);
        scenarioTypes = List.copyOf(scenarioTypes);
    }

    /**
     * Appends the entry to a file.
     *
     * @param raw the file; empty for a new one
     * @param name how messages name it
     * @return the file with the entry; history unchanged byte for byte
     * @throws io.infermark.config.ConfigException when the file or the entry is invalid
     */
    public byte[] appendedTo(byte[] raw, String name) {
        List<Mapping> before = raw.length == 0 ? List.of() : ChangelogText.parse(raw, name);
        String history = ChangelogHistory.latin1(raw);
        String separator = history.isEmpty() || history.endsWith("\n\n") ? "" : "\n";
        byte[] entry = yaml().getBytes(StandardCharsets.UTF_8);
        String text = history + separator + new String(entry, StandardCharsets.ISO_8859_1);
        byte[] result = text.getBytes(StandardCharsets.ISO_8859_1);
        List<Mapping> after = ChangelogText.parse(result, "the new " + name);
        // On a pull request of any number the placeholder passes; a link must be canonical.
        Change change = ChangelogHistory.compare(
                before, after, ChangelogHistory.PLACEHOLDERS.contains(link) ? Long.valueOf(0) : null);
        if (raw.length > 0) {
            ChangelogHistory.requireRaw(raw, result, change.additions().size(), change.corrections());
        }
        return result;
    }

    private String yaml() {
        StringBuilder out = new StringBuilder("- config-keys:\n");
        configKeys.forEach(key -> out.append("    - ").append(scalar(key)).append('\n'));
        out.append("  description:\n");
        description.forEach(text -> out.append("    - ").append(quoted(text)).append('\n'));
        out.append("  pr-link: ").append(scalar(link)).append('\n');
        flag("evals-only", evalsOnly, out);
        flag("all-evals", allEvals, out);
        flag("append-only", appendOnly, out);
        if (evalMinPrefillEp != null) {
            out.append("  eval-min-prefill-ep: ").append(evalMinPrefillEp).append('\n');
        }
        if (!scenarioTypes.isEmpty()) {
            out.append("  scenario-type:\n");
            scenarioTypes.forEach(
                    type -> out.append("    - ").append(scalar(type)).append('\n'));
        }
        return out.toString();
    }

    private static void flag(String key, boolean value, StringBuilder out) {
        if (value) {
            out.append("  ").append(key).append(": true\n");
        }
    }

    /** Letters first, and no form that a YAML reader could take for a number or a boolean. */
    private static String scalar(String text) {
        boolean word = Character.isLetter(text.isEmpty() ? ' ' : text.charAt(0)) && text.length() > 3;
        boolean keyword = List.of("true", "false", "null").contains(text.toLowerCase(Locale.ROOT));
        boolean plain = PLAIN.matcher(text).matches() && (word || text.equals("XXX")) && !keyword;
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
