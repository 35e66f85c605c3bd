package io.infermark.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which command made a golden matrix: from the table of the vectors' README ({@code | `name` rows | FEB `argv` |}), else from
 * the name itself, whose words follow the options.
 */
final class GoldenCommands {

    private static final Pattern TABLE_ROW =
            Pattern.compile("\\|\\s*`([a-z0-9_]+)`[^|]*\\|\\s*(FEB|HEAD)\\s+`([^`]+)`[^|]*\\|");

    private final Map<String, Command> byName;

    private GoldenCommands(Map<String, Command> byName) {
        this.byName = byName;
    }

    /** Dialect and arguments without the file options. */
    record Command(String dialect, List<String> argv) {}

    static GoldenCommands read(Path directory) throws IOException {
        Map<String, Command> commands = new LinkedHashMap<>();
        Path readme = directory.resolve("README.md");
        if (Files.exists(readme)) {
            Matcher rows = TABLE_ROW.matcher(Files.readString(readme));
            while (rows.find()) {
                commands.put(
                        rows.group(1),
                        new Command(
                                rows.group(2).toLowerCase(Locale.ROOT),
                                List.of(rows.group(3).split(" ", -1))));
            }
        }
        return new GoldenCommands(commands);
    }

    /**
     * HEAD's default marks every row, agentic ones too; a row without the field proves --no-evals, which the table of the
     * vectors' README leaves out once.
     */
    static List<String> evalOptions(Command command, JsonNode expected) {
        if (!command.dialect().equals("head") || command.argv().contains("--no-evals")) {
            return List.of();
        }
        for (JsonNode row : expected) {
            if (!row.has("run-eval")) {
                return List.of("--no-evals");
            }
        }
        return List.of();
    }

    Command of(String name) {
        Command listed = byName.get(name);
        return listed != null ? listed : fromName(name);
    }

    private static Command fromName(String name) {
        String dialect = name.substring(0, name.indexOf('_'));
        String rest = name.substring(dialect.length() + 1);
        List<String> argv = new ArrayList<>();
        Matcher runner =
                Pattern.compile("runner_model_(?:sweep_)?([a-z0-9]+)_?").matcher(rest);
        if (rest.startsWith("full_sweep")) {
            argv.add("full-sweep");
            rest = rest.substring("full_sweep".length());
        } else if (runner.lookingAt()) {
            argv.addAll(List.of("runner-model-sweep", "--runner-type", runner.group(1)));
            rest = "_" + rest.substring(runner.end());
        } else {
            throw new IllegalStateException("no command is known for the golden matrix " + name);
        }
        rest = rest.replace("single_node", "single").replace("multi_node", "multi");
        Matcher words = Pattern.compile("_(default|single|multi|run_evals|no_evals|evals_only|all_evals|agentic|fixed"
                        + "|(?:seq_lens_)?([0-9]+k[0-9]+k)|(min|max)_(conc|tp|ep)_?([0-9]+)|step(?:_size)?_?([0-9]+))")
                .matcher(rest);
        int end = 0;
        while (words.find() && words.start() == end) {
            end = words.end();
            argv.addAll(option(words));
        }
        if (end != rest.length()) {
            throw new IllegalStateException(
                    "no command is known for the golden matrix " + name + ", at " + rest.substring(end));
        }
        return new Command(dialect, argv);
    }

    private static List<String> option(Matcher word) {
        if (word.group(2) != null) {
            return List.of("--seq-lens", word.group(2));
        }
        if (word.group(3) != null) {
            return List.of("--" + word.group(3) + "-" + word.group(4), word.group(5));
        }
        if (word.group(6) != null) {
            return List.of("--step-size", word.group(6));
        }
        return switch (word.group(1)) {
            case "default" -> List.of();
            case "single" -> List.of("--single-node");
            case "multi" -> List.of("--multi-node");
            case "agentic" -> List.of("--scenario-type", "agentic-coding");
            case "fixed" -> List.of("--scenario-type", "fixed-seq-len");
            default -> List.of("--" + word.group(1).replace('_', '-'));
        };
    }
}
