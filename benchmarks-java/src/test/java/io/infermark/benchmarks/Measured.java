package io.infermark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.Validity;
import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run left on disk for one point: its result, and its request records as far as it has any.
 *
 * @param requests warm-up ones too, by the instant at which they were sent
 */
record Measured(PointResult result, List<RequestRecord> requests) {
    /** The points of a run, by concurrency and then by input length, which is the order in which they ran. */
    static List<Measured> of(Path run) throws IOException {
        List<Measured> points = new ArrayList<>();
        for (Path folder : children(run.resolve("points"))) {
            PointResult result =
                    ResultFiles.readResult(folder.resolve(ResultFiles.RESULT)).result();
            Path records = folder.resolve("fork-0").resolve("records.imr");
            points.add(new Measured(result, Files.exists(records) ? read(records) : List.of()));
        }
        points.sort(Comparator.<Measured>comparingInt(Measured::concurrency)
                .thenComparing(point -> point.result().point().isl()));
        return points;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }

    private static List<RequestRecord> read(Path file) throws IOException {
        List<RequestRecord> records = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(file)) {
            reader.forEach(records::add);
            assertThat(reader.tornBytes()).isZero();
        }
        records.sort(Comparator.comparingLong(RequestRecord::sentNanos));
        return records;
    }

    int concurrency() {
        return Integer.parseInt(result.point().axes().getOrDefault("conc", "0"));
    }

    int isl() {
        return result.point().isl();
    }

    int osl() {
        return result.point().osl();
    }

    String id() {
        return result.point().id();
    }

    /** Codes of what invalidates it. */
    List<String> reasons() {
        return result.validity().reasons().stream()
                .map(finding -> finding.code())
                .toList();
    }

    /**
     * Reasons that are not this machine's doing: where both cores are wanted by others for a moment, a stream's next request leaves late, which the harness rightly holds against the point.
     */
    List<String> reasonsBeyondTheMachine() {
        return reasons().stream()
                .filter(code -> !code.equals(Validity.Code.CONCURRENCY_NOT_HELD.label()))
                .toList();
    }

    /** The exit code that a run with these points must have. */
    static int expectedExitCode(List<Measured> points) {
        return points.stream().allMatch(point -> point.reasons().isEmpty()) ? 0 : 1;
    }

    /** Codes of what a reader must know, but for what this machine's other processes did, and for windows that are short because a test must not take long. */
    List<String> marks() {
        return result.validity().marks().stream()
                .map(finding -> finding.code())
                .filter(code -> !code.equals(Validity.Code.HOST_DISTURBED.label())
                        && !code.equals(Validity.Code.WINDOW_SKEWED.label()))
                .toList();
    }

    /** For each request from its first to its last token event; all must be complete. */
    double[] decodeMillis() {
        return requests.stream()
                .mapToDouble(r -> (r.eventNanos()[r.eventNanos().length - 1] - r.eventNanos()[0]) / 1e6)
                .toArray();
    }

    /** For each request from its sending to its first token event. */
    double[] ttftMillis() {
        return requests.stream()
                .mapToDouble(r -> (r.eventNanos()[0] - r.sentNanos()) / 1e6)
                .toArray();
    }
}
