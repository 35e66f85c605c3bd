package io.infermark.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.load.LoaderJvm;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.record.Outcome;
import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import io.infermark.run.Sims;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Few files: what a socket cannot be made for fails on the event loop as anything else does, and no connection that stands idle keeps others from being opened. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the number of files is set by a POSIX shell")
class GeneratorFilesTest {
    @TempDir
    Path folder;

    @Test
    void aCalibrationHasTheFilesOfConnectionsThatStandIdle() throws IOException {
        try (SimServer engine = Sims.start("itl", "5ms");
                SimServer own = Sims.start("ttft", "100ms");
                ForkedGenerator generator = generator(900)) {
            generator.open(order(engine, new Load.Closed(600)), Duration.ofSeconds(60));
            var unused = generator.run(new ToGenerator.RunWindow(false, 0, 1, 1200, -1, 60_000, false));
            Path calibration = folder.resolve("calibration.imr");
            var unusedFigures = generator.calibrate(
                    new ToGenerator.Calibrate(own.uri().toString(), 600, 0, 600, 4, calibration.toString(), 30_000));
            assertThat(records(calibration)).hasSize(600).allMatch(RequestRecord::ok);
            var again = generator.run(new ToGenerator.RunWindow(false, 1, 1, 1200, -1, 60_000, false));
            assertThat(again.health()).containsEntry("freshConnections", 0.0);
        }
        assertThat(records(folder.resolve("records.imr"))).hasSize(2400).allMatch(RequestRecord::ok);
    }

    @Test
    void everyRequestThatWasDueHasOneRecordWhereSocketsRunOut() throws IOException {
        try (SimServer engine = Sims.start("ttft", "3s");
                ForkedGenerator generator = generator(300)) {
            generator.open(order(engine, new Load.Open(150, Arrival.CONSTANT, 1, 0)), Duration.ofSeconds(60));
            var unused = generator.run(new ToGenerator.RunWindow(false, 0, 1, 450, -1, 60_000, false));
        }
        Path file = folder.resolve("records.imr");
        List<RequestRecord> records = records(file);
        assertThat(records).hasSize(450).extracting(RequestRecord::index).doesNotHaveDuplicates();
        assertThat(records).extracting(RequestRecord::outcome).contains(Outcome.OK, Outcome.CONNECT);
        assertThat(marks(file))
                .singleElement()
                .extracting(WindowMark::scheduled)
                .isEqualTo(450);
    }

    private ForkedGenerator generator(int files) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n " + files + " && exec \"$0\" \"$@\""));
        command.addAll(GeneratorOrders.java(LoaderJvm.flags(1500, 24_000, 1_000_000, 600, 0)));
        return ForkedGenerator.start(command, folder.resolve("generator.log"));
    }

    private static List<RequestRecord> records(Path file) throws IOException {
        List<RequestRecord> all = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(file)) {
            reader.forEach(all::add);
        }
        return all;
    }

    private static List<WindowMark> marks(Path file) throws IOException {
        try (RecordReader reader = RecordReader.open(file)) {
            reader.forEach(any -> {});
            return reader.marks();
        }
    }

    private ToGenerator.Open order(SimServer sim, Load load) {
        return GeneratorOrders.open(sim, WorkloadSpec.of(16, 8), load, folder);
    }
}
