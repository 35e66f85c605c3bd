package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.infermark.platform.SocketLimits;
import io.infermark.record.RecordEpoch;
import io.infermark.record.RecordWriter;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes allocated on the event loop for a token event: the HTTP client's, and nothing of ours. */
class LoadAllocationTest {
    private static final int TOKENS = 4000;
    private static final int STREAMS = 4;

    /** What a request itself may allocate here (its attempt, row, strings), spread over its tokens; far below one object a token. */
    private static final double OURS_AN_EVENT = 4;

    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    private static SimServer server() {
        return SimServer.start(SimConfig.builder()
                .fixed(Duration.ofMillis(5), Duration.ofNanos(100_000))
                .build());
    }

    @Test
    void tokenEventAllocatesNothingBeyondTheHttpClient() throws Exception {
        try (SimServer server = server()) {
            // How many reads the events arrive in, and with them what the HTTP client allocates, differs from round to
            // round. An object of ours for each token would be
            // in every round.
            double least = Double.MAX_VALUE;
            StringBuilder rounds = new StringBuilder();
            for (int round = 0; round < ROUNDS && least >= OURS_AN_EVENT; round++) {
                double bare = bare(server);
                double full = full(server, round);
                assertThat(bare).isBetween(16.0, 300.0);
                rounds.append(String.format(
                        Locale.ROOT, "%.1f with all of ours, %.1f with a handler that only copies; ", full, bare));
                least = Math.min(least, full - bare);
            }
            assertThat(least).as("bytes an event on the loop: %s", rounds).isLessThan(OURS_AN_EVENT);
        }
    }

    private double full(SimServer server, int round) throws IOException {
        Path records = Files.createDirectory(folder.resolve("round-" + round));
        try (LoadRig rig = new LoadRig(records, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(STREAMS, STREAMS * 2, TOKENS).as(true, 0));
            rig.run(rig.closed(STREAMS, STREAMS * 2, TOKENS));
            assertThat(rig.session.health().tokenEvents()).isEqualTo(STREAMS * 2L * TOKENS);
            return rig.session.health().allocatedBytesPerEvent();
        }
    }

    /** The same client, pool and stamps, with a handler that only copies. */
    private static double bare(SimServer server) throws Exception {
        HashedWheelTimer timer = new HashedWheelTimer();
        RecordEpoch epoch = RecordEpoch.now();
        LoadTarget target = LoadTarget.builder().url(server.uri()).build();
        SourceAddresses sources = new SourceAddresses(SocketLimits.ofThisProcess(), ConnectionOptions.DEFAULT);
        RequestFactory factory = RequestFactory.resolve(target, LoadOptions.DEFAULT, sources);
        try (RecordWriter writer = RecordWriter.discarding(epoch);
                ClientLoop client =
                        new ClientLoop(0, LoadOptions.DEFAULT, null, sources, timer, epoch, writer.lane())) {
            bareRound(client, factory, server);
            Thread loop = Objects.requireNonNull(client.thread());
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getThreadAllocatedBytes(loop.getId());
            bareRound(client, factory, server);
            bareRound(client, factory, server);
            return (threads.getThreadAllocatedBytes(loop.getId()) - before) / (2.0 * STREAMS * TOKENS);
        } finally {
            timer.stop();
        }
    }

    private static void bareRound(ClientLoop client, RequestFactory factory, SimServer server) throws Exception {
        CountDownLatch done = new CountDownLatch(STREAMS);
        for (int i = 0; i < STREAMS; i++) {
            Outbound outbound = factory.outbound(LoadRig.request(server.uri(), i, TOKENS));
            client.loop().execute(() -> {
                var unused = client.http().executeRequest(outbound.opening(), new Bare(done));
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Bare implements AsyncHandler<Boolean> {
        private final byte[] scratch = new byte[64 * 1024];
        private final CountDownLatch done;

        Bare(CountDownLatch done) {
            this.done = done;
        }

        @Override
        public State onStatusReceived(HttpResponseStatus status) {
            return State.CONTINUE;
        }

        @Override
        public State onHeadersReceived(HttpHeaders headers) {
            return State.CONTINUE;
        }

        @Override
        public State onBodyPartReceived(HttpResponseBodyPart part) {
            // The copy out of Netty's buffer costs a view of it where Netty does without Unsafe, as on JDK 25: that is
            // Netty's, so it is on both sides.
            ByteBuf bytes = part.getBodyByteBuf();
            bytes.getBytes(bytes.readerIndex(), scratch, 0, bytes.readableBytes());
            return State.CONTINUE;
        }

        @Override
        public void onThrowable(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public Boolean onCompleted() {
            done.countDown();
            return Boolean.TRUE;
        }
    }
}
