package io.infermark.changelog;

import io.infermark.changelog.ChangelogHistory.Change;
import io.infermark.config.Value.Mapping;
import io.infermark.matrix.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prepares a changelog for a merge: canonical links, and conflicts resolved with main's bytes kept as they are. */
public final class ChangelogMerge {

    private static final Pattern LINK_LINE = Pattern.compile("(?md)^  pr-link:[^\\r\\n]*");

    private static final Pattern BLANK = Pattern.compile("[ \t\r\n]*");

    private final long pullRequest;
    private final String repository;

    /**
     * A merge of one pull request.
     *
     * @param repository owner and name, for the link
     */
    public ChangelogMerge(long pullRequest, String repository) {
        this.pullRequest = pullRequest;
        this.repository = repository;
    }

    /** An entry's bytes: from its start to the end of its last line that is not blank. */
    private record Span(int start, int contentEnd) {}

    private record Replacement(Span span, String block) {}

    private String link() {
        return "https://github.com/" + repository + "/pull/" + pullRequest;
    }

    /**
     * Writes the pull request's link where its appended entries have a placeholder.
     *
     * @throws io.infermark.config.ConfigException when the change breaks the rules of the file
     */
    public byte[] canonicalizeAppendedLinks(byte[] baseRaw, byte[] headRaw) {
        List<Mapping> base = ChangelogText.parse(baseRaw, "base perf-changelog.yaml");
        List<Mapping> head = ChangelogText.parse(headRaw, "PR perf-changelog.yaml");
        Change change = ChangelogHistory.compare(base, head, pullRequest);
        ChangelogHistory.requireRaw(baseRaw, headRaw, change.additions().size(), change.corrections());
        if (change.additions().isEmpty()) {
            return headRaw;
        }
        String text = ChangelogHistory.latin1(headRaw);
        List<Span> spans = spans(text, head);
        List<Replacement> replacements = new ArrayList<>();
        for (int i = base.size(); i < head.size(); i++) {
            String written = ChangelogHistory.link(head.get(i));
            if (written.equals(link())) {
                continue;
            }
            if (!ChangelogHistory.PLACEHOLDERS.contains(written)) {
                throw ChangelogHistory.refused(
                        "appended entry " + (i + 1) + " has unexpected pr-link '" + written + "'");
            }
            replacements.add(relinked(text, spans.get(i), link()));
        }
        return verified(baseRaw, base, applied(text, replacements), "prepared perf-changelog.yaml");
    }

    /**
     * Resolves a conflict: main's file, followed by the entries of the pull request that main lacks; or main's file with the
     * pull request's corrected links.
     *
     * @throws io.infermark.config.ConfigException when nothing remains to add, or a person must decide
     */
    public byte[] resolveConflict(byte[] baseRaw, byte[] pullRaw, byte[] mainRaw) {
        List<Mapping> base = ChangelogText.parse(baseRaw, "merge-base perf-changelog.yaml");
        List<Mapping> pull = ChangelogText.parse(pullRaw, "PR-side perf-changelog.yaml");
        List<Mapping> main = ChangelogText.parse(mainRaw, "main-side perf-changelog.yaml");
        Change change = ChangelogHistory.compare(base, pull, pullRequest);
        ChangelogHistory.requireRaw(baseRaw, pullRaw, change.additions().size(), change.corrections());
        String resolved;
        if (!change.additions().isEmpty()) {
            resolved = appended(base, pull, ChangelogHistory.latin1(pullRaw), main, ChangelogHistory.latin1(mainRaw));
        } else if (change.corrections() > 0) {
            resolved = corrected(base, pull, main, ChangelogHistory.latin1(mainRaw));
        } else {
            throw ChangelogHistory.refused("the PR has no appended entry or pr-link correction to preserve");
        }
        return verified(mainRaw, main, resolved, "resolved perf-changelog.yaml");
    }

    private String appended(
            List<Mapping> base, List<Mapping> pull, String pullText, List<Mapping> main, String mainText) {
        Set<String> present = new HashSet<>();
        main.forEach(entry -> present.add(signature(entry)));
        List<Span> spans = spans(pullText, pull);
        List<String> blocks = new ArrayList<>();
        for (int i = base.size(); i < pull.size(); i++) {
            if (!present.contains(signature(pull.get(i)))) {
                blocks.add(relinked(pullText, spans.get(i), link()).block());
            }
        }
        if (blocks.isEmpty()) {
            throw ChangelogHistory.refused("the PR has no changelog contribution remaining after merging main");
        }
        return mainText + (mainText.endsWith("\n\n") ? "" : "\n") + String.join("\n", blocks);
    }

    private static String corrected(List<Mapping> base, List<Mapping> pull, List<Mapping> main, String mainText) {
        List<Span> spans = spans(mainText, main);
        List<Replacement> replacements = new ArrayList<>();
        for (int i = 0; i < base.size(); i++) {
            if (base.get(i).sameAs(pull.get(i))) {
                continue;
            }
            String entry = "entry " + (i + 1);
            if (i >= main.size()) {
                throw ChangelogHistory.refused("main is missing corrected " + entry);
            }
            if (!ChangelogHistory.withoutLink(main.get(i)).sameAs(ChangelogHistory.withoutLink(base.get(i)))) {
                throw ChangelogHistory.refused("main changed corrected " + entry + "; resolve manually");
            }
            String wanted = ChangelogHistory.link(pull.get(i));
            String written = ChangelogHistory.link(main.get(i));
            if (written.equals(wanted)) {
                continue;
            }
            if (!written.equals(ChangelogHistory.link(base.get(i)))) {
                throw ChangelogHistory.refused("main has a conflicting pr-link for " + entry);
            }
            replacements.add(relinked(mainText, spans.get(i), wanted));
        }
        if (replacements.isEmpty()) {
            throw ChangelogHistory.refused("the PR's pr-link corrections are already present on main");
        }
        return applied(mainText, replacements);
    }

    private static String signature(Mapping entry) {
        return CanonicalJson.of(ChangelogHistory.withoutLink(entry));
    }

    private static List<Span> spans(String text, List<Mapping> entries) {
        List<Integer> starts = ChangelogHistory.entryStarts(text);
        if (starts.size() != entries.size()) {
            throw ChangelogHistory.refused("could not map parsed changelog entries to raw byte spans");
        }
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
            List<String> lines = ChangelogHistory.lines(text.substring(starts.get(i), end));
            int last = lines.size();
            while (last > 0 && BLANK.matcher(lines.get(last - 1)).matches()) {
                last--;
            }
            int length =
                    lines.subList(0, last).stream().mapToInt(String::length).sum();
            spans.add(new Span(starts.get(i), starts.get(i) + length));
        }
        return spans;
    }

    private static Replacement relinked(String text, Span span, String link) {
        Matcher line = LINK_LINE.matcher(text.substring(span.start(), span.contentEnd()));
        if (!line.find()) {
            throw ChangelogHistory.refused("could not locate exactly one pr-link line in a changelog entry");
        }
        return new Replacement(span, line.replaceFirst(Matcher.quoteReplacement("  pr-link: " + link)));
    }

    private static String applied(String text, List<Replacement> replacements) {
        StringBuilder result = new StringBuilder(text);
        for (int i = replacements.size() - 1; i >= 0; i--) {
            Span span = replacements.get(i).span();
            result.replace(span.start(), span.contentEnd(), replacements.get(i).block());
        }
        return result.toString();
    }

    private byte[] verified(byte[] againstRaw, List<Mapping> against, String result, String label) {
        byte[] raw = result.getBytes(StandardCharsets.ISO_8859_1);
        List<Mapping> entries = ChangelogText.parse(raw, label);
        Change change = ChangelogHistory.compare(against, entries, pullRequest);
        ChangelogHistory.requireRaw(againstRaw, raw, change.additions().size(), change.corrections());
        return raw;
    }
}
