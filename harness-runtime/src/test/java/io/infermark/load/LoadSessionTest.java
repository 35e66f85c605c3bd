package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.infermark.endpoint.PreparedRequest;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins what the client recorded with the simulator's send log. */
class LoadSessionTest {
    @TempDir
    Path folder;

    private static SimServer quick() {
        return SimServer.start(SimConfig.builder()
                .fixed(Duration.ofMillis(5), Duration.ofMillis(1))
                .build());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 64, 200})
    void closedLoopRecordsEveryEventThatTheServerWrote(int streams) throws IOException {
        int requests = streams * 3;
        int tokens = 20;
        SimConfig config = SimConfig.builder()
                .port(0)
                .fixed(Duration.ofMillis(20), Duration.ofMillis(2))
                .build();
        try (SimServer server = SimServer.start(config);
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            WindowMark mark = rig.run(rig.closed(streams, requests, tokens));

            List<RequestRecord> records = rig.records();
            assertThat(records)
                    .hasSize(requests)
                    .allSatisfy(record -> assertThat(record.outcome())
                            .as(String.valueOf(record.detail()))
                            .isEqualTo(Outcome.OK));
            assertThat(mark.scheduled()).isEqualTo(requests);
            assertThat(mark.interrupted()).isFalse();
            assertThat(mark.fullNanos()).isGreaterThanOrEqualTo(mark.startNanos());
            assertThat(rig.session.health().freshConnections()).isZero();
            assertThat(rig.session.health().opened()).isEqualTo(streams);
            SendLogJoin.of(server.truth(), rig).holdsFor(records, tokens);
        }
    }

    /** More streams than go out as one burst: none of the answers that come meanwhile waits for long, though the loop's clock ticks in between. */
    @Test
    void sendsBeyondTheFirstThousandLetAnswersIn() throws IOException {
        int streams = 3000;
        SimConfig config = SimConfig.builder()
                .fixed(Duration.ofMillis(1), Duration.ofMillis(1))
                .build();
        try (SimServer server = SimServer.start(config);
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            long origin = rig.writer.epoch().nanoOrigin();
            for (int window = 0; window < 60; window++) {
                WindowMark mark = rig.run(rig.closed(streams, streams, 1));
                long[] sent = instants(rig, mark, RequestRecord::sentNanos);
                long[] read = instants(rig, mark, RequestRecord::firstByteNanos);
                long third = sent[streams / 3 * 2];
                long written = IntStream.range(0, server.truth().eventCount())
                        .mapToObj(server.truth()::event)
                        .filter(event -> event.tokens() > 0)
                        .mapToLong(event -> event.writeNanos() - origin)
                        .filter(instant -> instant >= mark.startNanos() && instant < third)
                        .count();
                // Some are on their way: the simulator's instant is that before the call that writes.
                assertThat(written - before(read, third)).isLessThan(30);
                if (written > 60) {
                    return;
                }
            }
            fail("the server never answered while a third of the requests was still to be sent");
        }
    }

    private static long[] instants(LoadRig rig, WindowMark mark, ToLongFunction<RequestRecord> instant)
            throws IOException {
        return rig.records().stream()
                .filter(record -> record.intendedNanos() >= mark.startNanos())
                .mapToLong(instant)
                .sorted()
                .toArray();
    }

    private static long before(long[] instants, long end) {
        return Arrays.stream(instants).filter(instant -> instant < end).count();
    }

    @Test
    void warmUpLeavesNothingBehind() throws IOException {
        try (SimServer server = quick();
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.session.warmUp(Duration.ofMillis(300));
            assertThat(rig.records()).isEmpty();
            assertThatThrownBy(rig.session::health).hasMessageStartingWith("[HealthUnknown]");
            assertThat(server.truth().requestCount()).isZero();

            WindowMark mark = rig.run(rig.closed(3, 9, 5));
            assertThat(rig.records())
                    .hasSize(9)
                    .allSatisfy(record -> assertThat(record.outcome()).isEqualTo(Outcome.OK));
            assertThat(mark.scheduled()).isEqualTo(9);
        }
    }

    @Test
    void stoppedWarmUpEndsAtOnce() throws IOException {
        try (SimServer server = SimServer.start(SimConfig.builder().build());
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.session.stopSending();
            rig.session.warmUp(Duration.ofHours(1));
            assertThat(rig.run(rig.closed(1, 1, 5)).scheduled()).isZero();
        }
    }

    @Test
    void requestsGoRoundOverSeveralUrls() throws IOException {
        try (SimServer first = quick();
                SimServer second = quick()) {
            LoadTarget target = LoadTarget.builder()
                    .url(first.uri().resolve("/health"))
                    .url(second.uri().resolve("/health"))
                    .build();
            try (LoadRig rig = new LoadRig(folder, first.uri(), LoadOptions.DEFAULT, target)) {
                List<PreparedRequest> requests = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    PreparedRequest one = LoadRig.request(i % 2 == 0 ? first.uri() : second.uri(), i, 5);
                    requests.add(new PreparedRequest(i, one.uri(), i % 2, one.body(), one.requestId(), 4, 5));
                }
                rig.run(WindowPlan.closed(4, RequestSource.of(requests)));
                assertThat(rig.records()).hasSize(40).allSatisfy(record -> {
                    assertThat(record.outcome()).isEqualTo(Outcome.OK);
                    assertThat(record.url()).isEqualTo(record.index() % 2);
                });
                assertThat(first.truth().completed()).isEqualTo(20);
                assertThat(second.truth().completed()).isEqualTo(20);
                assertThat(rig.session.health().freshConnections()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LoadOptions.Transport.class)
    void bothTransportsWork(LoadOptions.Transport transport) throws IOException {
        try (SimServer server = quick();
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT.withTransport(transport))) {
            rig.run(rig.closed(3, 9, 5));
            assertThat(rig.records())
                    .hasSize(9)
                    .allSatisfy(record -> assertThat(record.outcome()).isEqualTo(Outcome.OK));
            if (transport == LoadOptions.Transport.NIO) {
                assertThat(rig.session.health().transport()).isEqualTo("nio");
            }
        }
    }

    @Test
    void bindingToACoreThatIsNotThereIsReportedAndNotFatal() throws IOException {
        try (SimServer server = quick();
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT.withCores(List.of(4000)))) {
            rig.run(rig.closed(1, 2, 5));
            assertThat(rig.session.health().pinning()).singleElement().satisfies(pinning -> {
                assertThat(pinning.core()).isEmpty();
                assertThat(pinning.sentence()).startsWith("not bound to core 4000");
            });
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theCoreIsToldAsOftenAsTheSentenceSaysThatItIsBound() throws IOException {
        try (SimServer server = quick();
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT.withCores(List.of(0)))) {
            rig.run(rig.closed(1, 2, 5));
            // Without taskset, or where this process may not use that core, the sentence says so.
            assertThat(rig.session.health().pinning())
                    .singleElement()
                    .satisfies(pinning -> assertThat(pinning.core().isPresent())
                            .isEqualTo(pinning.sentence().equals("bound to core 0")));
        }
    }

    /** A prompt larger than the socket's buffer: the request is sent when its last byte went out, which the server's reading decides. */
    @Test
    void largeBodyIsSentWhenItsLastByteIs() throws IOException {
        String prompt = "word ".repeat(400_000);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Post::stream);
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            byte[] body = prompt.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            PreparedRequest large = new PreparedRequest(0, rig.base.resolve("/v1/completions"), 0, body, "large", 1, 1);
            rig.run(WindowPlan.closed(1, RequestSource.of(List.of(large))));
            assertThat(rig.records()).singleElement().satisfies(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.OK);
                assertThat(record.sentNanos()).isBetween(record.intendedNanos(), record.firstByteNanos());
            });
        }
    }

    @Test
    void interruptOfTheCallerAbortsTheWindowAndIsKept() throws Exception {
        ScriptedServer[] self = new ScriptedServer[1];
        Thread caller = Thread.currentThread();
        try (ScriptedServer server = new ScriptedServer(post -> {
            caller.interrupt();
            self[0].stall();
        })) {
            self[0] = server;
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                WindowMark mark = rig.session.run(rig.closed(1, 5, 5));
                assertThat(Thread.interrupted()).isTrue();
                assertThat(mark.interrupted()).isTrue();
                assertThat(rig.records())
                        .singleElement()
                        .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.INTERRUPTED));
            }
        }
    }
}
