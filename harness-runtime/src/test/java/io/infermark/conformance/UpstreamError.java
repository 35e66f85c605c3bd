package io.infermark.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an upstream error text says: the sentences and locations that ours must say too. pydantic's frame around them (input
 * values, links) is not part of it. Two texts are an interpreter's own and no sentence of upstream's; of these ours must have
 * the place and what is named there.
 */
final class UpstreamError {

    private static final Pattern MARK = Pattern.compile("in \"<unicode string>\", line (\\d+), column (\\d+)");
    private static final Pattern COMPARISON =
            Pattern.compile("not supported between instances of '(\\w+)' and '(\\w+)'");
    private static final Pattern PARSER = Pattern.compile("while (?:parsing|scanning) |expected |found character ");
    private static final Pattern TAG = Pattern.compile("constructor for the tag '[^']*[:!]([^':!]*)'");
    private static final Pattern DUPLICATE = Pattern.compile("found duplicate (?:key|anchor) '?([^'\n]*)'?");
    private static final Pattern ALIAS = Pattern.compile("found undefined alias '?([^'\n]*)'?");
    private static final Set<String> COMPARABLE = Set.of("int", "float", "bool");

    private UpstreamError() {}

    static List<String> essentials(String error) {
        List<String> essentials = new ArrayList<>();
        String text = error.replaceFirst("^[A-Za-z]+Error: ", "")
                .replaceFirst("^generate_sweep_configs\\.py.*?: error: ", "");
        Matcher comparison = COMPARISON.matcher(text);
        if (comparison.find()) {
            return incomparable(comparison);
        }
        int yaml = text.indexOf(" is not valid YAML: ");
        if (yaml >= 0 && MARK.matcher(text).find()) {
            return notYaml(text, yaml);
        }
        int pydantic = text.indexOf(" validation error");
        if (pydantic < 0) {
            essentials.add(text.strip());
            return essentials;
        }
        String[] lines = text.split("\n", -1);
        for (String line : lines) {
            if (line.contains(" validation error") || line.contains("For further information")) {
                continue;
            }
            String essential = line.replaceFirst(" \\[type=.*$", "").strip();
            essentials.add(essential.endsWith("failed validation:") ? essential.replace(":", "") : essential);
        }
        return essentials;
    }

    /** Python names both operands; ours names the one that is no number. */
    private static List<String> incomparable(Matcher comparison) {
        List<String> essentials = new ArrayList<>();
        for (int operand = 1; operand <= 2; operand++) {
            if (!COMPARABLE.contains(comparison.group(operand))) {
                essentials.add("'" + comparison.group(operand) + "'");
            }
        }
        if (essentials.isEmpty()) {
            throw new IllegalStateException("Python compares these: " + comparison.group());
        }
        return essentials;
    }

    /**
     * PyYAML's words and excerpts are its own: file, line and column of the fault must be the same, and the name in it. Of what is no YAML at all the line alone: which
     * token of it a parser gives up at is its own affair.
     */
    private static List<String> notYaml(String text, int words) {
        List<String> essentials = new ArrayList<>();
        essentials.add(text.substring(0, words) + " is not valid YAML: ");
        Matcher mark = MARK.matcher(text);
        String place = "";
        while (mark.find()) {
            place = ":" + mark.group(1) + ":" + (PARSER.matcher(text).find() ? "" : mark.group(2) + ": [");
        }
        essentials.add(text.substring(0, words).strip() + place);
        for (Pattern pattern : List.of(DUPLICATE, ALIAS)) {
            Matcher named = pattern.matcher(text);
            if (named.find()) {
                essentials.add(named.group(1));
            }
        }
        Matcher tag = TAG.matcher(text);
        if (tag.find()) {
            essentials.add(
                    switch (tag.group(1)) {
                        case "merge" -> "<<";
                        case "value" -> "'='";
                        default -> tag.group(1);
                    });
        }
        return essentials;
    }
}
