package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the changelog may do: append entries, or correct links of existing entries to canonical ones, never both;
 * everything else is immutable, byte for byte.
 */
public final class ChangelogHistory {

    static final Set<String> PLACEHOLDERS = Set.of("XXX", "https://github.com/SemiAnalysisAI/InferenceX/pull/XXX");

    private static final Pattern CANONICAL =
            Pattern.compile("https://github\\.com/SemiAnalysisAI/InferenceX/pull/\\p{Nd}+");

    /** Where an entry begins; on bytes read as ISO 8859-1. */
    static final Pattern ENTRY_START = Pattern.compile("(?md)^- config-keys:[^\\r\\n]*\\n");

    private ChangelogHistory() {}

    /**
     * What a change does.
     *
     * @param additions appended entries
     * @param corrections number of corrected links
     */
    public record Change(List<Mapping> additions, int corrections) {
        /** Copies the list. */
        public Change {
            additions = List.copyOf(additions);
        }
    }

    /**
     * Compares entries.
     *
     * @param pullRequest its number on a pull request, where placeholders are allowed; null on the main branch
     * @throws ConfigException when the change is not allowed
     */
    public static Change compare(List<Mapping> base, List<Mapping> head, @Nullable Long pullRequest) {
        if (head.size() < base.size()) {
            throw refused("perf-changelog.yaml entries were deleted");
        }
        int corrections = 0;
        for (int i = 0; i < base.size(); i++) {
            if (!base.get(i).sameAs(head.get(i))) {
                requireCorrection(base.get(i), head.get(i), i + 1);
                corrections++;
            }
        }
        List<Mapping> additions = head.subList(base.size(), head.size());
        if (corrections > 0 && !additions.isEmpty()) {
            throw refused("do not mix historical pr-link corrections with new changelog entries");
        }
        additions.forEach(entry -> requireLink(link(entry), pullRequest));
        return new Change(additions, corrections);
    }

    private static void requireCorrection(Mapping before, Mapping after, int number) {
        if (!withoutLink(before).sameAs(withoutLink(after))) {
            throw refused(
                    "entry " + number + " changed; existing entries are immutable except for pr-link-only corrections");
        }
        String link = link(after);
        if (link(before).equals(link)) {
            throw refused("entry " + number + " was reformatted without a semantic change");
        }
        if (!CANONICAL.matcher(link).matches()) {
            throw refused("entry " + number + " pr-link correction is not canonical: '" + link + "'");
        }
    }

    private static void requireLink(String link, @Nullable Long pullRequest) {
        if (pullRequest == null) {
            if (!CANONICAL.matcher(link).matches()) {
                throw refused("new main-branch entry has invalid pr-link: '" + link + "'");
            }
            return;
        }
        String expected = "https://github.com/SemiAnalysisAI/InferenceX/pull/" + pullRequest;
        if (!PLACEHOLDERS.contains(link) && !link.equals(expected)) {
            throw refused("new PR entry must use '" + expected + "' or an XXX placeholder; found '" + link + "'");
        }
    }

    static Mapping withoutLink(Mapping entry) {
        Map<String, Value> fields = new LinkedHashMap<>(entry.entries());
        fields.remove("pr-link");
        return Mapping.generated(fields);
    }

    static String link(Mapping entry) {
        return entry.get("pr-link") instanceof Value.Text link ? link.text() : "";
    }

    /**
     * Requires that the bytes changed no more than the entries did.
     *
     * @throws ConfigException when they did
     */
    public static void requireRaw(byte[] baseRaw, byte[] headRaw, int additions, int corrections) {
        String base = latin1(baseRaw);
        String head = latin1(headRaw);
        if (additions > 0) {
            requireAppended(base, head, additions);
        } else if (corrections > 0) {
            requireLinkLines(base, head, corrections);
        } else if (!base.equals(head)) {
            throw refused("changelog diff has no appended entry or pr-link correction; historical whitespace and"
                    + " formatting are immutable");
        }
    }

    private static void requireAppended(String base, String head, int additions) {
        if (!head.startsWith(base)) {
            throw refused("appended entries changed historical perf-changelog.yaml bytes; restore the base file"
                    + " byte-for-byte and append at the end");
        }
        String start = base.endsWith("\n\n") ? "- config-keys:" : "\n- config-keys:";
        if (!head.startsWith(start, base.length())) {
            throw refused("new changelog entries must be separated from history by one empty line and appended at the"
                    + " end");
        }
        List<Integer> starts = entryStarts(head);
        int second = Math.max(0, starts.size() - additions) + 1;
        for (int at : starts.subList(Math.min(second, starts.size()), starts.size())) {
            String before = head.substring(0, at);
            if (!before.endsWith("\n\n") || before.endsWith("\n\n\n")) {
                throw refused("appended changelog entries must have exactly one empty separator line");
            }
        }
        if (head.endsWith("\n\n")) {
            throw refused("the final appended changelog entry must end with one newline");
        }
    }

    static List<Integer> entryStarts(String text) {
        List<Integer> starts = new ArrayList<>();
        Matcher matcher = ENTRY_START.matcher(text);
        while (matcher.find()) {
            starts.add(matcher.start());
        }
        return starts;
    }

    private static void requireLinkLines(String base, String head, int corrections) {
        List<String> before = lines(base);
        List<String> after = lines(head);
        if (before.size() != after.size()) {
            throw refused("pr-link corrections may not add or delete lines");
        }
        int changed = 0;
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).equals(after.get(i))) {
                continue;
            }
            changed++;
            if (!isLinkLine(before.get(i)) || !isLinkLine(after.get(i))) {
                throw refused("historical bytes changed outside a pr-link line at line " + (i + 1));
            }
        }
        if (changed != corrections) {
            throw refused("expected " + corrections + " changed pr-link line(s), found " + changed);
        }
    }

    private static boolean isLinkLine(String line) {
        return line.startsWith("  pr-link:") && line.endsWith("\n");
    }

    /** Lines with their ends, which are LF, CR LF or CR. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = c == '\r' && text.startsWith("\n", i + 1);
            if ((c == '\n' || c == '\r') && !pair) {
                lines.add(text.substring(from, i + 1));
                from = i + 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    static String latin1(byte[] raw) {
        return new String(raw, StandardCharsets.ISO_8859_1);
    }

    static ConfigException refused(String message) {
        return ConfigException.of("ChangelogHistory", SourcePosition.NONE, message);
    }
}
