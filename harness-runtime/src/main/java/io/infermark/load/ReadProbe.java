package io.infermark.load;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.Arrays;

/**
 * How late an event loop reads what becomes readable at a tick. A tick alone does not tell where a loop takes a few sockets from its selector at a time: it runs between two looks, while
 * thousands of sockets wait for theirs. So a tick makes a file of the loop's selector readable, behind the sockets that already are, and the loop's lateness is the time from the tick's instant to
 * the read of that file. For one loop over epoll; event-loop confined.
 */
final class ReadProbe implements EpollIoHandle {
    private final FileDescriptor file = Native.newEventFd();

    /** Instants of the ticks that wait for the read; those after the first came while it was still due. */
    private long[] waiting = new long[16];

    private int waitingCount;

    /** The first of them are of a window that has ended. */
    private int forgotten;

    private LoopWatch asking = new LoopWatch();

    private ReadProbe() {}

    /** One that the loop looks after from now on, until it ends. */
    static ReadProbe of(IoEventLoop loop) {
        ReadProbe probe = new ReadProbe();
        loop.register(probe).syncUninterruptibly().getNow().submit(EpollIoOps.EPOLLIN);
        return probe;
    }

    /**
     * A tick of a window.
     *
     * @param dueNanos its instant; by now it may be past
     * @param watch gets the lateness
     */
    void tick(long dueNanos, LoopWatch watch) {
        asking = watch;
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, waitingCount * 2);
        }
        waiting[waitingCount++] = dueNanos;
        if (waitingCount == 1) {
            Native.eventFdWrite(file.intValue(), 1);
        }
    }

    /** The window has ended: its watch gets nothing more. */
    void forget() {
        forgotten = waitingCount;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        Native.eventFdRead(file.intValue());
        long now = System.nanoTime();
        for (int i = forgotten; i < waitingCount; i++) {
            asking.tick(now - waiting[i]);
        }
        waitingCount = 0;
        forgotten = 0;
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
