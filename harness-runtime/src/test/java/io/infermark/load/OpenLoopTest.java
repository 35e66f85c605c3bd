package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.Arrival;
import io.infermark.load.arrival.ArrivalProcess;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.model.Load;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule holds whatever the server does: intended instants are the schedule's, nothing is sent before its time, nothing is dropped. */
class OpenLoopTest {
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_FIFO = "1";

    @TempDir
    Path folder;

    private static SimConfig sim() {
        return SimConfig.builder()
                .fixed(Duration.ofMillis(10), Duration.ofMillis(1))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Arrival.class)
    void everyRequestIsDueAsScheduledAndMatchesTheServersLog(Arrival arrival) throws IOException {
        Path trace = folder.resolve("trace.txt");
        ArrivalSchedule.ofRequests(new ArrivalProcess.Gamma(300, 0.5), 300, 3).write(trace);
        String shape = switch (arrival) {
            case RAMP -> "0.5:300ms";
            case STEPS -> "0.5:200ms,2:100ms,1:100ms";
            case TRACE -> trace.toString();
            default -> "";
        };
        Load.Open load = new Load.Open(400, arrival, 0.5, 0, shape);
        int requests = 300;
        try (SimServer server = SimServer.start(sim());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            WindowMark mark = rig.run(
                    WindowPlan.open(load, RequestSource.of(LoadRig.requests(rig.base, requests, 5)), requests, 42));

            List<RequestRecord> records = rig.records();
            assertThat(records)
                    .hasSize(requests)
                    .allSatisfy(record -> assertThat(record.outcome())
                            .as(String.valueOf(record.detail()))
                            .isEqualTo(Outcome.OK));
            assertThat(mark.scheduled()).isEqualTo(requests);
            assertThat(mark.fullNanos()).isEqualTo(RequestRecord.UNSEEN);
            followsSchedule(records, mark, ArrivalSchedule.ofRequests(ArrivalProcess.of(load), requests, 42));
            SendLogJoin.of(server.truth(), rig).holdsFor(records, 5);
        }
    }

    private static void followsSchedule(List<RequestRecord> records, WindowMark mark, ArrivalSchedule schedule) {
        for (RequestRecord record : records) {
            assertThat(record.intendedNanos()).isEqualTo(mark.startNanos() + schedule.offsetNanos(record.index()));
            assertThat(record.sentNanos()).isGreaterThanOrEqualTo(record.intendedNanos());
        }
    }

    @Test
    void capHoldsAndWaitingIsBlockedTimeNotAMovedSchedule() throws IOException {
        int cap = 4;
        Load.Open load = new Load.Open(1000, Arrival.CONSTANT, 1, cap);
        try (SimServer server = SimServer.start(SimConfig.builder()
                        .fixed(Duration.ofMillis(20), Duration.ofMillis(1))
                        .build());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            WindowMark mark =
                    rig.run(WindowPlan.open(load, RequestSource.of(LoadRig.requests(rig.base, 60, 5)), 60, 1));

            List<RequestRecord> records = rig.records();
            assertThat(records).hasSize(60);
            assertThat(mostInFlight(records)).isEqualTo(cap);
            followsSchedule(records, mark, ArrivalSchedule.ofRequests(ArrivalProcess.of(load), 60, 1));
            LoaderHealth health = rig.session.health();
            assertThat(health.blocked()).isBetween(50, 56);
            assertThat(health.blockedNanosMax()).isGreaterThan(100_000_000L);
            assertThat(health.blockedNanos()).isGreaterThan(health.blockedNanosMax());
            assertThat(health.freshConnections()).isZero();
        }
    }

    /** A loop's share of the cap may be nothing, which is not the same as no cap. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void capHoldsOverSeveralLoops(int cap) throws IOException {
        Load.Open load = new Load.Open(1000, Arrival.CONSTANT, 1, cap);
        try (SimServer server = SimServer.start(sim());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT.withLoops(3))) {
            rig.run(WindowPlan.open(load, RequestSource.of(LoadRig.requests(rig.base, 40, 5)), 40, 1));
            assertThat(rig.records()).hasSize(40);
            assertThat(mostInFlight(rig.records())).isEqualTo(cap);
        }
    }

    @Test
    void requestsThatTheCapKeptUntilTheDeadlineWereBlockedToo() throws IOException {
        ScriptedServer[] self = new ScriptedServer[1];
        try (ScriptedServer server = new ScriptedServer(post -> self[0].stall())) {
            self[0] = server;
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                Load.Open load = new Load.Open(200, Arrival.CONSTANT, 1, 2);
                rig.run(WindowPlan.open(load, RequestSource.of(LoadRig.requests(rig.base, 40, 5)), 40, 1)
                        .within(Duration.ofSeconds(30), Duration.ofMillis(400)));
                assertThat(rig.records())
                        .hasSize(40)
                        .allSatisfy(record -> assertThat(record.outcome()).isEqualTo(Outcome.TIMEOUT));
                LoaderHealth health = rig.session.health();
                assertThat(health.blocked()).isEqualTo(38);
                // The third was due at 10 ms and the last at 195 ms; the deadline is met at 400 ms.
                assertThat(health.blockedNanosMax()).isGreaterThanOrEqualTo(380_000_000L);
                assertThat(health.blockedNanos()).isGreaterThanOrEqualTo(38 * 200_000_000L);
            }
        }
    }

    private static int mostInFlight(List<RequestRecord> records) {
        List<long[]> changes = new java.util.ArrayList<>();
        for (RequestRecord record : records) {
            changes.add(new long[] {record.sentNanos(), 1});
            changes.add(new long[] {record.doneNanos(), -1});
        }
        changes.sort(Comparator.<long[]>comparingLong(change -> change[0]).thenComparingLong(change -> change[1]));
        int now = 0;
        int most = 0;
        for (long[] change : changes) {
            now += (int) change[1];
            most = Math.max(most, now);
        }
        return most;
    }

    @Test
    void stopTurnsDueButUnsentRequestsIntoRows() throws IOException {
        ScriptedServer[] self = new ScriptedServer[1];
        LoadRig[] rigs = new LoadRig[1];
        try (ScriptedServer server = new ScriptedServer(post -> {
            if (post.ofServer == 2) {
                Thread.sleep(100);
                rigs[0].session.abort();
            }
            self[0].stall();
        })) {
            self[0] = server;
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rigs[0] = rig;
                Load.Open load = new Load.Open(200, Arrival.CONSTANT, 1, 2);
                WindowMark mark =
                        rig.run(WindowPlan.open(load, RequestSource.of(LoadRig.requests(rig.base, 4000, 5)), 4000, 1));
                List<RequestRecord> records = rig.records();
                assertThat(records).hasSize(mark.scheduled());
                assertThat(records)
                        .hasSizeBetween(3, 3999)
                        .allSatisfy(record -> assertThat(record.outcome()).isEqualTo(Outcome.INTERRUPTED));
                assertThat(records.stream().filter(record -> record.sentNanos() == RequestRecord.UNSEEN))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void timeBoundOpenLoopEndsWithItsSchedule() throws IOException {
        Load.Open load = new Load.Open(200, Arrival.POISSON, 1, 0);
        try (SimServer server = SimServer.start(sim());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            int[] index = new int[1];
            WindowPlan plan =
                    WindowPlan.open(load, () -> LoadRig.request(rig.base, index[0]++, 3), Duration.ofMillis(500), 9);
            WindowMark mark = rig.run(plan);
            assertThat(rig.records()).hasSize(mark.scheduled()).hasSize(plan.requests());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void severalLoopsShareTheWork(int loops) throws IOException {
        try (SimServer server = SimServer.start(sim());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT.withLoops(loops))) {
            WindowMark closed = rig.run(rig.closed(7, 50, 5));
            assertThat(closed.scheduled()).isEqualTo(50);
            assertThat(closed.fullNanos()).isNotEqualTo(RequestRecord.UNSEEN);
            Load.Open load = new Load.Open(300, Arrival.CONSTANT, 1, 0);
            rig.run(WindowPlan.open(load, RequestSource.of(LoadRig.requests(rig.base, 60, 5)), 60, 1)
                    .as(false, 1));
            assertThat(rig.records())
                    .hasSize(110)
                    .allSatisfy(record -> assertThat(record.outcome())
                            .as(String.valueOf(record.detail()))
                            .isEqualTo(Outcome.OK));
            assertThat(rig.session.health().pinning()).hasSize(loops);
        }
    }

    @Test
    void windowsShareAPacerThatEndsWithTheSession() throws Exception {
        Load.Open load = new Load.Open(300, Arrival.CONSTANT, 1, 0);
        Set<Thread> others = pacers();
        Set<Thread> first = new HashSet<>();
        try (SimServer server = SimServer.start(sim());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            for (int window = 0; window < 2; window++) {
                rig.run(WindowPlan.open(load, RequestSource.of(LoadRig.requests(rig.base, 6, 2)), 6, 1)
                        .as(false, window));
                Set<Thread> pacers = pacers();
                pacers.removeAll(others);
                assertThat(pacers).hasSize(1);
                first.addAll(pacers);
            }
            assertThat(first).hasSize(1);
        }
        for (Thread pacer : first) {
            pacer.join(10_000);
            assertThat(pacer.isAlive()).isFalse();
        }
    }

    private static Set<Thread> pacers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("infermark-pacer"))
                .collect(Collectors.toSet());
    }

    /** Where this process may: a thread keeps what it was given, and has nothing to ask for again. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void thePacerStandsBeforeTheLoops() throws Exception {
        ExecutorService once = Executors.newFixedThreadPool(2);
        ExecutorService pacing = Pacer.thread();
        try {
            boolean realTime =
                    once.submit(() -> LinuxThread.realTime(LinuxThread.id())).get();
            boolean preferred = once.submit(() -> LinuxThread.prefer(LinuxThread.id(), LinuxThread.PACER))
                    .get();
            Path self =
                    Path.of("/proc/self/task", pacing.submit(LinuxThread::id).get() + "/stat");
            String[] fields = Files.readString(self).replaceFirst("^.*\\) ", "").split(" ", -1);
            String policy = fields[38];
            String niceness = fields[16];
            assertThat(policy).isEqualTo(realTime ? SCHED_FIFO : SCHED_OTHER);
            assertThat(niceness).isEqualTo(!realTime && preferred ? "-15" : "0");
        } finally {
            once.shutdown();
            pacing.shutdown();
        }
    }

    @Test
    void failingSourceEndsTheWindowWithItsFailure() throws IOException {
        try (SimServer server = SimServer.start(sim());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            int[] index = new int[1];
            RequestSource source = () -> {
                if (index[0] == 5) {
                    throw new IllegalStateException("no sixth prompt");
                }
                return LoadRig.request(rig.base, index[0]++, 3);
            };
            assertThatThrownBy(() -> rig.run(WindowPlan.closed(2, source))).hasMessage("no sixth prompt");
            assertThat(rig.records()).hasSize(5);
        }
    }
}
