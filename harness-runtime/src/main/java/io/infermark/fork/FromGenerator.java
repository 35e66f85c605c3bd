package io.infermark.fork;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** What the generator says. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromGenerator.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = FromGenerator.WindowEnded.class, name = "window-ended"),
    @JsonSubTypes.Type(value = FromGenerator.Calibrated.class, name = "calibrated"),
    @JsonSubTypes.Type(value = FromGenerator.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = FromGenerator.Closed.class, name = "closed")
})
public sealed interface FromGenerator {
    /**
     * The endpoint is known and the client is warm.
     *
     * @param model the name that requests carry
     * @param facts of the endpoint: dialect, whether it was forced, engineVersion, provenance and what it can
     * @param promptKind how prompts get their length
     * @param notes what a reader of the result should know, a sentence each
     * @param selfWarmUp what the client's warm-up took, {@code millis} and {@code cpuMillis} of its process
     */
    record Opened(
            String model,
            Map<String, String> facts,
            String promptKind,
            List<String> notes,
            Map<String, Double> selfWarmUp)
            implements FromGenerator {}

    /**
     * A window was run and drained; its records are in the file.
     *
     * @param health figures of the generator itself, by name with unit
     */
    record WindowEnded(boolean warmup, int iteration, boolean interrupted, Map<String, Double> health)
            implements FromGenerator {}

    /**
     * A calibration was run; its records are in the file that was asked for.
     *
     * @param health as of a window
     */
    record Calibrated(Map<String, Double> health) implements FromGenerator {}

    /**
     * The generator can't go on; no more comes.
     *
     * @param message with its code in brackets
     * @param usage whether it was a mistake of arguments or files
     */
    record Refused(String message, boolean usage) implements FromGenerator {}

    /** The record file is complete and closed. */
    record Closed() implements FromGenerator {}
}
