package io.infermark.agentic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a replay that count.
 *
 * @param requests finished requests of the measured phase, in the order of the file
 * @param total all records
 * @param warmup records of another phase, left out
 * @param failed records with an error, left out
 */
public record SessionRecords(List<SessionRequest> requests, int total, int warmup, int failed) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Copies the list. */
    public SessionRecords {
        requests = List.copyOf(requests);
    }

    /**
     * Reads {@code profile_export.jsonl}.
     *
     * @throws SessionException if a line is no JSON object
     */
    public static SessionRecords read(Path file) throws IOException {
        List<SessionRequest> requests = new ArrayList<>();
        int total = 0;
        int warmup = 0;
        int failed = 0;
        int number = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                JsonNode entry = parsed(line, file, number);
                total++;
                String phase = entry.path("metadata").path("benchmark_phase").asText("profiling");
                boolean other = !phase.equals("profiling");
                boolean error = isError(entry.path("error"));
                warmup += other ? 1 : 0;
                failed += error ? 1 : 0;
                if (!other && !error) {
                    requests.add(SessionRequest.of(entry));
                }
            }
        }
        return new SessionRecords(requests, total, warmup, failed);
    }

    private static JsonNode parsed(String line, Path file, int number) {
        try {
            JsonNode entry = JSON.readTree(line);
            if (entry.isObject()) {
                return entry;
            }
            throw new SessionException("[SessionRecords] " + file + ":" + number + ": a record is a JSON object, but"
                    + " this line is something else. Is it the client's profile_export.jsonl?");
        } catch (JsonProcessingException e) {
            throw new SessionException(
                    "[SessionRecords] " + file + ":" + number + ": this line is no JSON: " + e.getOriginalMessage()
                            + ". Was the replay cut off?",
                    e);
        }
    }

    private static boolean isError(JsonNode error) {
        boolean empty = error.isMissingNode()
                || error.isNull()
                || (error.isTextual() && error.asText().isEmpty());
        return !empty && !(error.isContainerNode() && error.isEmpty()) && !(error.isBoolean() && !error.asBoolean());
    }
}
