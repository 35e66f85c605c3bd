package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;

/**
 * The sending side of a connection. Nobody waits for a write: one that fails closes the connection, which reaches the
 * exchange as an abort, so the futures are dropped here and nowhere else.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Outlet {
    private final ChannelHandlerContext context;

    Outlet(ChannelHandlerContext context) {
        this.context = context;
    }

    ByteBufAllocator alloc() {
        return context.alloc();
    }

    boolean active() {
        return context.channel().isActive();
    }

    void write(ByteBuf buffer) {
        context.write(buffer, context.voidPromise());
    }

    void writeAndFlush(ByteBuf buffer) {
        context.writeAndFlush(buffer, context.voidPromise());
    }

    void flush() {
        context.flush();
    }

    void close() {
        context.close();
    }

    void closeWhenSent() {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends a reset instead of an orderly end. */
    void reset() {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
    }

    void shutdownOutput() {
        if (context.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    /** Tells of an error that is not the network's. */
    static void report(Throwable cause) {
        if (!(cause instanceof IOException)) {
            System.err.println("infermark-sim: connection closed after an internal error: " + cause);
        }
    }
}
