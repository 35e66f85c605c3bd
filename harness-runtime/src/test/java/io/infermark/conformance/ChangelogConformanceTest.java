package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.changelog.AppendOnly;
import io.infermark.changelog.ChangelogHistory;
import io.infermark.changelog.ChangelogMerge;
import io.infermark.changelog.ChangelogText;
import io.infermark.changelog.Rows;
import io.infermark.cli.matrix.ChangelogCommand;
import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.matrix.CanonicalJson;
import io.infermark.matrix.ConfigKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code changelog_feb.json}, {@code changelog_head.json} and the golden changelogs. */
class ChangelogConformanceTest {

    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> feb() {
        return vectors("feb");
    }

    @TestFactory
    Stream<DynamicTest> head() {
        return vectors("head");
    }

    @TestFactory
    Stream<DynamicTest> golden() {
        return ConformanceFiles.golden().stream()
                .filter(name -> name.startsWith("changelog_") && name.endsWith(".diff"))
                .map(name -> DynamicTest.dynamicTest(name, () -> golden(name)));
    }

    private Stream<DynamicTest> vectors(String dialect) {
        return ConformanceFiles.cases("changelog_" + dialect + ".json").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.path("id").asText(), () -> {
                    if (vector.path("function").asText().equals("process_changelog.main")) {
                        main(vector, dialect);
                    } else {
                        function(vector);
                    }
                }));
    }

    private void main(JsonNode vector, String dialect) throws IOException {
        Path base =
                write("base/perf-changelog.yaml", vector.get("base_changelog").asText());
        Path head =
                write("head/perf-changelog.yaml", vector.get("head_changelog").asText());
        Path amd = write("amd.yaml", vector.get("amd_master").toString());
        Path headNvidia = write("nvidia.yaml", vector.get("head_nvidia_master").toString());
        Path baseNvidia =
                write("base-nvidia.yaml", vector.get("base_nvidia_master").toString());
        Path runners = write("runners.yaml", vector.get("runners").toString());
        List<String> argv = new ArrayList<>();
        vector.get("argv").forEach(arg -> argv.add(arg.asText()));
        argv.addAll(List.of("--base-changelog", base.toString(), "--head-changelog", head.toString()));
        argv.addAll(List.of("--config-files", amd.toString(), headNvidia.toString()));
        argv.addAll(List.of("--base-config-files", amd.toString(), baseNvidia.toString()));
        argv.addAll(List.of("--runner-config", runners.toString(), "--dialect", dialect));
        CommandRun run = CommandRun.of(new ChangelogCommand(), argv);
        JsonNode expected = vector.get("expected");
        if (!expected.get("ok").asBoolean()) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(UpstreamError.essentials(expected.get("error").asText()))
                    .allSatisfy(essential -> assertThat(run.err()).contains(essential));
            return;
        }
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode output = ConformanceFiles.JSON.readTree(run.out());
        // FEB collects config keys in a set, so that its order is random; HEAD's order counts.
        boolean ordered = dialect.equals("head");
        assertThat(JsonDifference.between(
                        ordered ? expected.get("output") : sorted(expected.get("output")),
                        ordered ? output : sorted(output)))
                .isEmpty();
    }

    private static JsonNode sorted(JsonNode output) {
        ObjectNode copy = output.deepCopy();
        for (String side : List.of("single_node", "multi_node")) {
            ObjectNode buckets = (ObjectNode) copy.get(side);
            List<String> names = new ArrayList<>();
            buckets.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                List<JsonNode> rows = new ArrayList<>();
                buckets.get(name).forEach(rows::add);
                rows.sort(Comparator.comparing(row -> CanonicalJson.of(JsonToValue.of(row))));
                ArrayNode list = ConformanceFiles.JSON.createArrayNode();
                list.addAll(rows);
                buckets.set(name, list);
            }
        }
        return copy;
    }

    private void golden(String name) throws IOException {
        String stem = name.substring(0, name.length() - ".diff".length());
        Path masters = write(
                "masters.yaml",
                ConformanceFiles.read("golden/input_head_master_merged.json.gz").toString());
        Path runners = write(
                "runners.yaml",
                ConformanceFiles.read("golden/input_head_runners.json.gz").toString());
        Path diff = ConformanceFiles.directory().resolve("golden").resolve(name);
        List<String> argv = List.of(
                "--diff",
                diff.toString(),
                "--config-files",
                masters.toString(),
                "--base-config-files",
                masters.toString(),
                "--runner-config",
                runners.toString(),
                "--dialect",
                "head");
        CommandRun run = CommandRun.of(new ChangelogCommand(), argv);
        if (!ConformanceFiles.golden().contains(stem + ".json.gz")) {
            // Upstream fails on this diff, which mixes append-only with regular entries.
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("append-only entries cannot share a sweep");
            return;
        }
        assertThat(run.exitCode()).as(run.err()).isZero();
        ObjectNode output = (ObjectNode) ConformanceFiles.JSON.readTree(run.out());
        ObjectNode expected = (ObjectNode) ConformanceFiles.read("golden/" + stem + ".json.gz");
        // The diff carries no revisions; the golden has those of upstream's repository.
        for (ObjectNode json : List.of(output, expected)) {
            ((ObjectNode) json.get("changelog_metadata")).remove(List.of("base_ref", "head_ref"));
        }
        assertThat(JsonDifference.between(expected, output)).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void function(JsonNode vector) throws IOException {
        JsonNode expected = vector.get("expected");
        if (expected.get("ok").asBoolean()) {
            JsonNode result = call(vector);
            if (vector.path("unordered").asBoolean()) {
                assertThat(result).containsExactlyInAnyOrderElementsOf(expected.get("result"));
            } else {
                assertThat(JsonDifference.between(expected.get("result"), result))
                        .isEmpty();
            }
            return;
        }
        assertThatThrownBy(() -> call(vector))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(
                                UpstreamError.essentials(expected.get("error").asText()))
                        .allSatisfy(essential -> assertThat(e.getMessage()).contains(essential)));
    }

    private static JsonNode call(JsonNode vector) throws IOException {
        JsonNode args = vector.get("args");
        String function = vector.get("function").asText();
        return switch (function) {
            case "get_config_keys_from_master" ->
                ConformanceFiles.JSON.valueToTree(ConfigKeys.ofChangelog(texts(args.get(0)), names(args.get(1))));
            case "parse_changelog" ->
                json(ChangelogText.parse(bytes(args.get(0)), args.get(1).asText()));
            case "compare_entries" -> change(args);
            case "append_only_delta" -> json(mappings(AppendOnly.delta(rows(args.get(0)), rows(args.get(1)))));
            case "recipe_fingerprint" ->
                ConformanceFiles.JSON.valueToTree(
                        Rows.recipeFingerprint(((Mapping) JsonToValue.of(args.get(0))).entries()));
            case "trim_conc" -> json(mappings(Rows.trimConc(rows(args.get(0)))));
            case "validate_raw_change" -> {
                ChangelogHistory.requireRaw(
                        bytes(args.get(0)),
                        bytes(args.get(1)),
                        args.get(2).asInt(),
                        args.get(3).asInt());
                yield ConformanceFiles.JSON.nullNode();
            }
            case "canonicalize_appended_links" ->
                text(new ChangelogMerge(args.get(2).asLong(), args.get(3).asText())
                        .canonicalizeAppendedLinks(bytes(args.get(0)), bytes(args.get(1))));
            case "resolve_conflict_bytes" ->
                text(new ChangelogMerge(args.get(3).asLong(), args.get(4).asText())
                        .resolveConflict(bytes(args.get(0)), bytes(args.get(1)), bytes(args.get(2))));
            default -> throw new IllegalStateException("unknown function in the vectors: " + function);
        };
    }

    private static JsonNode change(JsonNode args) throws IOException {
        Long pullRequest = args.get(2).isNull() ? null : args.get(2).asLong();
        ChangelogHistory.Change change =
                ChangelogHistory.compare(entries(args.get(0)), entries(args.get(1)), pullRequest);
        ArrayNode result = ConformanceFiles.JSON.createArrayNode();
        result.add(json(change.additions()));
        result.add(change.corrections());
        return result;
    }

    private static byte[] bytes(JsonNode text) {
        return text.asText().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode text(byte[] raw) {
        return ConformanceFiles.JSON.valueToTree(new String(raw, StandardCharsets.UTF_8));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<Mapping> entries(JsonNode array) {
        List<Mapping> entries = new ArrayList<>();
        array.forEach(item -> entries.add((Mapping) JsonToValue.of(item)));
        return entries;
    }

    private static List<Map<String, Value>> rows(JsonNode array) {
        return entries(array).stream().map(Mapping::entries).toList();
    }

    private static List<Mapping> mappings(List<Map<String, Value>> rows) {
        return rows.stream().map(Mapping::generated).toList();
    }

    private static JsonNode json(List<Mapping> values) throws IOException {
        return ConformanceFiles.JSON.readTree(CanonicalJson.of(Value.list(values)));
    }
}
