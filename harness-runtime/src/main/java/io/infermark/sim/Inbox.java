package io.infermark.sim;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;

/** What sockets brought and nobody has looked at yet, oldest first, each with the instant of its read. Confined to the event loop. */
final class Inbox {
    private final ArrayDeque<Entrance> waiting = new ArrayDeque<>();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Hands on what waits longest. */
    void deliverOne() {
        Entrance first = waiting.poll();
        if (first != null) {
            first.deliverOne();
        }
    }

    /** A connection's first handler: stamps what is read, and lets it wait. */
    final class Entrance extends ChannelInboundHandlerAdapter {
        private record Read(ChannelHandlerContext context, Object message, long nanos) {}

        private final Connection connection;
        private final ArrayDeque<Read> reads = new ArrayDeque<>(2);

        Entrance(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            reads.add(new Read(context, message, System.nanoTime()));
            waiting.add(this);
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
                connection.arrived(read.nanos());
                read.context().fireChannelRead(read.message());
                read.context().fireChannelReadComplete();
            }
        }
    }
}
