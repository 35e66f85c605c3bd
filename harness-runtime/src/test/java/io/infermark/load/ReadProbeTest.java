package io.infermark.load;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a tick counts as lateness while other files of the loop wait to be read. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ReadProbeTest {
    private static final int FILES = 64;
    private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LoopTransport transport = LoopTransport.of(
            LoadOptions.DEFAULT, new DefaultThreadFactory("probed", true), () -> false, new ReadBuffers());
    private final IoEventLoop loop = (IoEventLoop) transport.loop();
    private final ReadProbe probe = requireNonNull(transport.probe());
    private final LoopWatch watch = new LoopWatch();

    @AfterEach
    void close() {
        transport.close();
    }

    /** A file of which each read takes a millisecond. */
    private final class SlowFile implements EpollIoHandle {
        private final FileDescriptor file = Native.newEventFd();

        SlowFile() {
            loop.register(this).syncUninterruptibly().getNow().submit(EpollIoOps.EPOLLIN);
        }

        void ready() {
            Native.eventFdWrite(file.intValue(), 1);
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            Native.eventFdRead(file.intValue());
            long end = System.nanoTime() + READ_NANOS;
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        }

        @Override
        public FileDescriptor fd() {
            return file;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private void onLoop(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }

    private void awaitTicks(long count) throws Exception {
        while (loop.submit(() -> watch.lag.getTotalCount()).get() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void tickIsAsLateAsWhatBecomesReadableAtItsInstant() throws Exception {
        List<SlowFile> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(new SlowFile());
        }
        onLoop(() -> {
            files.forEach(SlowFile::ready);
            probe.tick(System.nanoTime(), watch);
        });
        awaitTicks(1);

        assertThat(watch.lag.getMaxValue()).isGreaterThanOrEqualTo(FILES * READ_NANOS * 99 / 100);
    }

    @Test
    void ticksWhileOneWaitsAreReadWithIt() throws Exception {
        SlowFile file = new SlowFile();
        onLoop(() -> {
            file.ready();
            long now = System.nanoTime();
            probe.tick(now - 20_000_000, watch);
            probe.tick(now - 10_000_000, watch);
        });
        awaitTicks(2);

        assertThat(watch.lag.getTotalCount()).isEqualTo(2);
        assertThat(watch.lag.getMinValue()).isGreaterThanOrEqualTo(9_990_000);
        assertThat(watch.lag.getMaxValue()).isGreaterThanOrEqualTo(19_980_000);
    }

    @Test
    void windowThatHasEndedGetsNothing() throws Exception {
        LoopWatch next = new LoopWatch();
        onLoop(() -> {
            probe.tick(System.nanoTime(), watch);
            probe.forget();
            probe.tick(System.nanoTime(), next);
        });
        while (loop.submit(() -> next.lag.getTotalCount()).get() == 0) {
            Thread.onSpinWait();
        }

        assertThat(next.lag.getTotalCount()).isOne();
        assertThat(watch.lag.getTotalCount()).isZero();
    }
}
