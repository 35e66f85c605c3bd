package io.infermark.load;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop, and what of the transport it stands on: epoll with {@link DirectReads} and reads before sends, or java.nio without either.
 *
 * <p>async-http-client tells a transport by the class of the group that it is given, and the epoll one makes its handlers itself; so it gets such a group whose every choice of a loop is this one.
 * The loop of that group's own never runs.
 */
final class LoopTransport implements AutoCloseable {
    /** Sockets that are read before a request that is due may be sent: a burst of tokens must not hold up the schedule for milliseconds. */
    private static final int READS_AT_ONCE = 16;

    private final EventLoopGroup group;
    private final EventLoopGroup clientGroup;
    private final @Nullable DirectReads direct;
    private final @Nullable ReadProbe probe;

    private LoopTransport(
            EventLoopGroup group, EventLoopGroup clientGroup, @Nullable DirectReads direct, @Nullable ReadProbe probe) {
        this.group = group;
        this.clientGroup = clientGroup;
        this.direct = direct;
        this.probe = probe;
    }

    /**
     * A loop that has not begun.
     *
     * @param sends as for {@link SpinThenBlock}
     * @param buffers what is read directly goes into
     */
    static LoopTransport of(LoadOptions options, ThreadFactory threads, BooleanSupplier sends, ReadBuffers buffers) {
        if (options.transport() != LoadOptions.Transport.AUTO || !Epoll.isAvailable()) {
            EventLoopGroup nio = nio(threads);
            return new LoopTransport(nio, nio, null, null);
        }
        long spinNanos = options.busyWait() ? Long.MAX_VALUE : SpinThenBlock.SPIN_NANOS;
        DirectReads direct = new DirectReads(buffers);
        IoHandlerFactory epoll = EpollIoHandler.newFactory(READS_AT_ONCE, () -> new SpinThenBlock(spinNanos, sends));
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, threads, direct.around(epoll));
        IoEventLoop loop = group.next();
        return new LoopTransport(group, clientGroup(loop), direct, ReadProbe.of(loop));
    }

    @SuppressWarnings("deprecation") // The client takes no other kind of group.
    private static EventLoopGroup nio(ThreadFactory threads) {
        return new NioEventLoopGroup(1, threads, SelectorProvider.provider(), DefaultSelectStrategyFactory.INSTANCE);
    }

    @SuppressWarnings("deprecation") // As above.
    private static EventLoopGroup clientGroup(EventLoop loop) {
        return new EpollEventLoopGroup(
                1,
                new ThreadPerTaskExecutor(new DefaultThreadFactory("infermark-load-unused", true)),
                own -> () -> loop,
                DefaultSelectStrategyFactory.INSTANCE);
    }

    EventLoop loop() {
        return group.next();
    }

    /** For async-http-client. */
    EventLoopGroup clientGroup() {
        return clientGroup;
    }

    /** Null over java.nio. */
    @Nullable
    DirectReads direct() {
        return direct;
    }

    /** Null over java.nio, whose loop reads all sockets that are ready between two ticks. */
    @Nullable
    ReadProbe probe() {
        return probe;
    }

    boolean epoll() {
        return direct != null;
    }

    @Override
    public void close() {
        var unused = clientGroup.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
