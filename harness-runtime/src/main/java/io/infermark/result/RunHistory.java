package io.infermark.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.metric.Validity;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

    private static final int LONGEST_LINE = 64 << 20;

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
        Map<PointKey, SortedMap<Integer, TrialResult>> trials = new LinkedHashMap<>();
        Map<PointKey, PointLine> points = new LinkedHashMap<>();
        boolean torn = scan(file, LONGEST_LINE, new Lines() {
            @Override
            public void trial(PointKey point, int fork, TrialResult trial, String where) {
                trials.computeIfAbsent(point, key -> new TreeMap<>()).put(fork, trial);
            }

            @Override
            public void point(PointKey point, PointLine line) {
                points.put(point, line);
            }
        });
        return new RunHistory(trials, points, torn);
    }

    /** Takes what a log says, line by line: of a trial or point that is there twice, the later line counts. */
    public interface Lines {
        /**
         * A trial.
         *
         * @param where file and line, for messages
         */
        void trial(PointKey point, int fork, TrialResult trial, String where);

        /** A point. */
        default void point(PointKey point, PointLine line) {}
    }

    /**
     * Reads a log line by line, so that memory does not grow with it.
     *
     * @param longest bytes of a line; what a line takes in memory is a multiple of it
     * @return whether the last line is torn, and was left out
     * @throws ResultException if another line is malformed, of a higher major, or longer
     */
    public static boolean scan(Path file, int longest, Lines lines) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 14);
            int number = 1;
            for (int read = in.read(); read >= 0; read = in.read()) {
                if (read != '\n') {
                    line.write(read);
                    if (line.size() > longest) {
                        throw new ResultException(
                                "RunLogCorrupt",
                                file + " line " + number + " has more than " + longest
                                        + " bytes, which no trial needs. Is this a run log?");
                    }
                    continue;
                }
                String text = line.toString(StandardCharsets.UTF_8);
                line.reset();
                if (!text.isBlank()) {
                    take(parse(text, file, number), file + " line " + number, lines);
                }
                number++;
            }
            return line.size() > 0;
        }
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

    private static void take(JsonNode line, String what, Lines lines) {
        Json.check(line, Schema.RUN_LOG, what);
        PointKey key = new PointKey(
                line.path("point").asText(), line.path("config_fingerprint").asText());
        switch (line.path("type").asText()) {
            case "trial" ->
                lines.trial(
                        key,
                        line.path("fork").asInt(),
                        Json.bind(withSchema(line, "trial"), Schema.RUN_LOG, TrialResult.class, what),
                        what);
            case "point" ->
                lines.point(
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
