package io.infermark.sim;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What sockets brought and nobody has looked at yet, oldest first, each with the instant of its read; and requests of an HTTP/2 read that held several, so that one
 * read does not keep what is due waiting. Confined to the event loop.
 */
final class Inbox {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final TurnClock clock;

    Inbox(TurnClock clock) {
        this.clock = clock;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Puts the handling of one request at the end. */
    void add(Runnable handling) {
        waiting.add(handling);
    }

    /** Hands on what waits longest. */
    void deliverOne() {
        Runnable first = waiting.poll();
        if (first != null) {
            first.run();
        }
    }

    /** A connection's first handler, before TLS and any codec: stamps what is read, and lets it wait. */
    final class Entrance extends ChannelInboundHandlerAdapter {
        private record Read(ChannelHandlerContext context, Object message, Arrival arrival) {}

        private final ArrayDeque<Read> reads = new ArrayDeque<>(2);
        private final Runnable delivery = this::deliverOne;
        private @Nullable Arrival last;
        private @Nullable Arrival first;

        /** Whether something has come that nobody has looked at yet: then the connection is not idle, however late the loop is. */
        boolean waits() {
            return !reads.isEmpty();
        }

        /** The read that is being decoded. */
        Arrival last() {
            return last == null ? clock.read() : last;
        }

        /** The first read since the last call: that of the beginning of an HTTP/1.1 request. */
        Arrival takeFirst() {
            Arrival taken = first == null ? last() : first;
            first = null;
            return taken;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            reads.add(new Read(context, message, clock.read()));
            waiting.add(delivery);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            deliverAll();
            context.fireChannelInactive();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            deliverAll();
            context.fireUserEventTriggered(event);
        }

        private void deliverAll() {
            while (!reads.isEmpty()) {
                deliverOne();
            }
        }

        private void deliverOne() {
            Read read = reads.poll();
            if (read != null) {
                last = read.arrival();
                if (first == null) {
                    first = last;
                }
                read.context().fireChannelRead(read.message());
                read.context().fireChannelReadComplete();
            }
        }
    }
}
