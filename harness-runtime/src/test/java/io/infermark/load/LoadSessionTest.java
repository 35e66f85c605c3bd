package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins what the client recorded with the simulator's send log. */
class LoadSessionTest {
    @TempDir
    Path folder;

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
}
