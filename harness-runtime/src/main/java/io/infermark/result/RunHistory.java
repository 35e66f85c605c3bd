package io.infermark.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.metric.Validity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@code run.jsonl} says has been done. A trial or point that is there twice counts by its later line. A line of another configuration fingerprint stands for nothing.
 *
 * @param trials by point, then by fork
 * @param torn whether the last line was cut off and left out
 */
public record RunHistory(
        Map<PointKey, SortedMap<Integer, TrialResult>> trials, Map<PointKey, PointLine> points, boolean torn) {
    /** A point by name and configuration. */
    public record PointKey(String point, String configFingerprint) {}

    /**
     * A point that has ended.
     *
     * @param result where its result is, relative to the run's folder
     */
    public record PointLine(Validity validity, String result) {}

    /** Nothing has been done. */
    public static final RunHistory EMPTY = new RunHistory(Map.of(), Map.of(), false);

    public RunHistory {
        trials = Collections.unmodifiableMap(new LinkedHashMap<>(trials));
        points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
    }

    /**
     * Reads a log; {@link #EMPTY} if there is none.
     *
     * @throws ResultException if a line other than a torn last one is malformed, or of a higher major
     */
    public static RunHistory read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return EMPTY;
        }
        byte[] bytes = Files.readAllBytes(file);
        int whole = wholeLines(bytes);
        Map<PointKey, SortedMap<Integer, TrialResult>> trials = new LinkedHashMap<>();
        Map<PointKey, PointLine> points = new LinkedHashMap<>();
        int number = 0;
        for (String text : new String(bytes, 0, whole, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (!text.isBlank()) {
                take(parse(text, file, number), file + " line " + number, trials, points);
            }
        }
        return new RunHistory(trials, points, whole < bytes.length);
    }

    /** Bytes up to the end of the last whole line. */
    static int wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static JsonNode parse(String text, Path file, int number) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ResultException(
                    "RunLogCorrupt",
                    file + " line " + number + " is no JSON: " + e.getOriginalMessage()
                            + ". Only a torn last line is expected after a kill; remove this line to run its trial again.");
        }
    }

    private static void take(
            JsonNode line,
            String what,
            Map<PointKey, SortedMap<Integer, TrialResult>> trials,
            Map<PointKey, PointLine> points) {
        Json.check(line, Schema.RUN_LOG, what);
        PointKey key = new PointKey(
                line.path("point").asText(), line.path("config_fingerprint").asText());
        switch (line.path("type").asText()) {
            case "trial" ->
                trials.computeIfAbsent(key, point -> new TreeMap<>())
                        .put(
                                line.path("fork").asInt(),
                                Json.bind(withSchema(line, "trial"), Schema.RUN_LOG, TrialResult.class, what));
            case "point" ->
                points.put(
                        key,
                        new PointLine(
                                Json.bind(withSchema(line, "validity"), Schema.RUN_LOG, Validity.class, what),
                                line.path("result").asText()));
            default -> {
                // A later minor may write other kinds of lines.
            }
        }
    }

    private static JsonNode withSchema(JsonNode line, String member) {
        ObjectNode copy = Json.MAPPER.createObjectNode();
        line.path(member).properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
        copy.set("schema", line.get("schema"));
        return copy;
    }

    /** Trials of a point that need not be run again, by fork. */
    public Map<Integer, TrialResult> finished(PointRef point) {
        Map<Integer, TrialResult> finished = new TreeMap<>(
                trials.getOrDefault(new PointKey(point.id(), point.configFingerprint()), Collections.emptySortedMap()));
        finished.values().removeIf(trial -> trial.status() != TrialResult.Status.FINISHED);
        return finished;
    }

    /** The line of a point that has ended. */
    public Optional<PointLine> point(PointRef point) {
        return Optional.ofNullable(points.get(new PointKey(point.id(), point.configFingerprint())));
    }

    /** Forks of a point, from 0, that are still to be run. */
    public List<Integer> remainingForks(PointRef point, int forks) {
        Map<Integer, TrialResult> finished = finished(point);
        List<Integer> remaining = new ArrayList<>();
        for (int fork = 0; fork < forks; fork++) {
            if (!finished.containsKey(fork)) {
                remaining.add(fork);
            }
        }
        return remaining;
    }
}
