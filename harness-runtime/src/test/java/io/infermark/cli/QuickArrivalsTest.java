package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.load.arrival.ArrivalProcess;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.metric.PointSummary;
import io.infermark.model.Load;
import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import io.infermark.run.Sims;
import io.infermark.sim.RequestTruth;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrivals as users ask for them, over a socket, against the simulator's own log. */
@Timeout(180)
class QuickArrivalsTest {
    private static final long PART_NANOS = 500_000_000;

    @TempDir
    Path folder;

    /** A run, with when the server saw the requests of its measured window. */
    private record Ran(
            Cli.Ran cli, PointResult result, List<Long> intended, List<Long> arrived, WindowMark mark, Path root) {}

    private Ran run(String out, String... more) throws IOException {
        Path root = folder.resolve(out);
        List<String> words = new ArrayList<>(List.of("-osl", "2", "-wi", "0", "-telemetry", "off"));
        words.addAll(List.of("-calibrate", "false"));
        words.addAll(List.of(more));
        try (SimServer sim = Sims.start()) {
            Cli.Ran cli = Cli.quick(sim.uri().toString(), root, words.toArray(String[]::new));
            // How well a busy machine kept the schedule is not the question.
            assertThat(cli.code()).as("%s", cli).isIn(0, 1);
            return read(cli, root, sim.truth().requests());
        }
    }

    private static Ran read(Cli.Ran cli, Path root, List<RequestTruth> truths) throws IOException {
        List<RequestRecord> records = new ArrayList<>();
        WindowMark mark;
        try (RecordReader reader = RecordReader.open(only(root, "records.imr"))) {
            reader.forEach(records::add);
            mark = reader.marks().get(0);
        }
        records.sort(Comparator.comparingLong(RequestRecord::intendedNanos));
        long start = mark.startNanos();
        List<Long> intended =
                records.stream().map(record -> record.intendedNanos() - start).toList();
        List<Long> arrived = new ArrayList<>();
        for (RequestRecord record : records) {
            truths.stream()
                    .filter(truth -> truth.requestId().equals(record.requestId()))
                    .forEach(truth -> arrived.add(truth.arrivalNanos()));
        }
        arrived.sort(Comparator.naturalOrder());
        long first = arrived.get(0);
        arrived.replaceAll(nanos -> nanos - first);
        PointResult result = ResultFiles.readResult(only(root.resolve("points"), "result.json"))
                .result();
        return new Ran(cli, result, intended, arrived, mark, root);
    }

    private static Path only(Path root, String name) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    private static List<Long> offsets(ArrivalSchedule schedule) {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < schedule.size(); i++) {
            offsets.add(schedule.offsetNanos(i));
        }
        return offsets;
    }

    private static long before(List<Long> offsets, long end) {
        return offsets.stream().filter(offset -> offset < end).count();
    }

    @ParameterizedTest
    @CsvSource({
        // The rate doubles for half a second; the bound is far from what another shape would give.
        "steps, '0.5:500ms,2:500ms,0.25:1s', 80",
        "ramp, 0.1:1500ms, 80",
        "ramp, 2:1s, 80",
        "gamma, '', 40",
        "constant, '', 40"
    })
    void theServerSeesTheShape(String arrival, String shape, int requests) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("--rate", "60", "--arrival", arrival, "-requests", Integer.toString(requests)));
        words.addAll(shape.isEmpty() ? List.of() : List.of("--shape", shape));
        words.addAll(arrival.equals("gamma") ? List.of("--burstiness", "0.5") : List.of());
        Ran ran = run("out", words.toArray(String[]::new));

        Load.Open load = new Load.Open(
                60,
                Arrival.valueOf(arrival.toUpperCase(java.util.Locale.ROOT)),
                arrival.equals("gamma") ? 0.5 : 1,
                0,
                shape);
        assertThat(ran.mark().load()).isEqualTo(load);
        List<Long> due = offsets(ArrivalSchedule.ofRequests(
                ArrivalProcess.of(load), requests, ran.mark().seed()));
        assertThat(ran.intended()).isEqualTo(due);
        assertThat(ran.arrived()).hasSize(requests);
        for (long end = PART_NANOS; end < due.get(requests - 1); end += PART_NANOS) {
            assertThat((double) before(ran.arrived(), end)).isBetween(before(due, end) - 15.0, before(due, end) + 6.0);
        }
        assertThat(ran.result().point().arrival()).isEqualTo(arrival);
        assertThat(ran.result().point().arrivalShape()).isEqualTo(shape.isEmpty() ? null : shape);
        assertThat(ran.result().subject().repeat())
                .contains("--rate 60 --arrival " + arrival)
                .contains(shape.isEmpty() ? "" : "--shape " + shape)
                .contains(arrival.equals("gamma") ? "--burstiness 0.5" : "");
        if (!shape.isEmpty()) {
            PointSummary summary = Objects.requireNonNull(ran.result().summary());
            double asked = requests / (due.get(requests - 1) / 1e9);
            assertThat(Objects.requireNonNull(summary.pooled().load().nominalRate()))
                    .isBetween(asked * 0.8, asked * 1.05);
            assertThat(ran.cli().out()).contains("# Load: open loop, 60 req/s, " + arrival + " " + shape);
        }
    }

    @Test
    void seedsReplayTheSameInstants() throws IOException {
        String[] gamma = {"--rate", "200", "--arrival", "gamma", "--burstiness", "0.3", "-requests", "20"};
        List<Long> first = run("a", gamma).intended();
        assertThat(run("b", gamma).intended()).isEqualTo(first);
    }

    @Test
    void aTraceIsReplayedKeptAndNamedByItsContent() throws IOException {
        Path file = folder.resolve("day one.txt");
        Files.writeString(file, "# of a gateway\n100\n100.2\n100.2\n100.25\n101\n101.4\n");
        Ran ran = run("a", "--arrival", "trace", "--shape", file.toString());
        List<Long> asWritten = List.of(0L, 200_000_000L, 200_000_000L, 250_000_000L, 1_000_000_000L, 1_400_000_000L);
        assertThat(ran.intended()).isEqualTo(asWritten);
        assertThat(before(ran.arrived(), 700_000_000L)).isEqualTo(4);
        String shape = Objects.requireNonNull(ran.result().point().arrivalShape());
        assertThat(shape).matches(".*day one\\.txt#sha256=[0-9a-f]{16}");
        assertThat(ran.result().point().requestsPerSecond()).isEqualTo(3.57143);
        Path copy = ran.root().resolve("traces").resolve(shape.substring(shape.length() - 16) + ".txt");
        assertThat(copy).hasSameBinaryContentAs(file);
        assertThat(ran.result().subject().repeat()).contains("--rate 3.57143 --arrival trace --shape '" + shape + "'");

        // As the repeat command has it: the same content or nothing.
        assertThat(run("b", "--rate", "3.57143", "--arrival", "trace", "--shape", shape)
                        .intended())
                .isEqualTo(asWritten);
        // Twice as fast.
        assertThat(run("c", "--rate", "7.142857", "--arrival", "trace", "--shape", shape, "-requests", "4")
                        .intended())
                .hasSize(4)
                .allSatisfy(nanos -> assertThat(nanos).isLessThan(130_000_000L));
        Files.writeString(file, "1\n2\n");
        refused("[TraceChanged]", "--arrival", "trace", "--shape", shape);
        assertThat(run(
                                "d",
                                "--arrival",
                                "trace",
                                "--shape",
                                copy + "#sha256="
                                        + copy.getFileName().toString().replace(".txt", ""))
                        .intended())
                .isEqualTo(asWritten);
    }

    @Test
    void aWarmUpTakesWhatTheTraceHoldsAndTheCalibrationItsBusiestSecond() throws IOException {
        Path file = Files.writeString(folder.resolve("t"), "0\n0.1\n0.2\n0.3\n1.5\n");
        try (SimServer sim = Sims.start()) {
            Cli.Ran ran = Cli.quick(
                    sim.uri().toString(),
                    folder.resolve("out"),
                    "-osl",
                    "2",
                    "-arrival",
                    "trace",
                    "-shape",
                    file.toString(),
                    "-telemetry",
                    "off");
            assertThat(ran.code()).as("%s", ran).isIn(0, 1);
            assertThat(ran.out()).contains("# Load: open loop, 2.66667 req/s, trace " + file);
        }
        List<WindowMark> marks;
        try (RecordReader reader = RecordReader.open(only(folder.resolve("out"), "records.imr"))) {
            marks = reader.marks();
        }
        assertThat(marks).extracting(WindowMark::warmup).containsExactly(true, false);
        // The warm-up would have six: two for each one a second.
        assertThat(marks).extracting(WindowMark::scheduled).containsExactly(5, 5);
        assertThat(only(folder.resolve("out/points"), "result.json"))
                .content()
                .containsPattern("calibrationBeforeRequestsPerSecond\" *: *\"4\"");
    }

    @Test
    void aTraceThatIsShortForItsWindowIsRefusedBeforeAnythingStarts() throws IOException {
        Path file = Files.writeString(folder.resolve("t"), "0\n1\n2\n");
        Cli.Ran ran = refused("[TraceShort]", "--arrival", "trace", "--shape", file.toString(), "-requests", "4");
        assertThat(ran.err()).contains("-requests 3");
    }

    private Cli.Ran refused(String code, String... words) {
        Cli.Ran ran = Cli.quick("http://127.0.0.1:1", folder.resolve("never"), words);
        assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith(code + " ");
        assertThat(folder.resolve("never")).doesNotExist();
        return ran;
    }

    @ParameterizedTest
    @CsvSource({
        "BurstinessUnused, --rate 5 --burstiness 0.5",
        "BurstinessNotPositive, --rate 5 --arrival gamma --burstiness 0",
        "ShapeMissing, --rate 5 --arrival ramp",
        "ShapeMissing, --arrival trace",
        "ShapeUnused, --rate 5 --shape 0.1:60s",
        "ShapeMalformed, --rate 5 --arrival steps --shape 1",
        "ShapeMalformed, --rate 5 --arrival ramp --shape 0.1:60",
        "RateMissing, --arrival steps --shape 1:60s",
        "RateMissing, --arrival gamma",
        "TraceUnreadable, --arrival trace --shape /nowhere/t.txt",
        "CompatArrival, --rate 5 --arrival constant -compat inferencex -model m -tokenizer /nowhere",
    })
    void whatCannotBeIsWrongUsage(String code, String words) {
        refused("[" + code + "]", words.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"TraceMalformed, '1\nsoon\n'", "TraceDescends, '2\n1\n'", "TraceWithoutRate, '1\n'", "ScheduleEmpty, ''"
    })
    void aBadTraceIsFoundBeforeAnythingStarts(String code, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), content);
        assertThat(refused("[" + code + "]", "--arrival", "trace", "--shape", file.toString())
                        .err())
                .contains(file.toString());
    }
}
