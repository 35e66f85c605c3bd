package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a connection. Nobody waits for a write: one that fails closes the connection, which reaches the
 * exchange as an abort, so the futures are dropped here and nowhere else.
 *
 * <p>One part that is flushed while nothing else waits is written to the socket at once, where there is a native one and no TLS: pipeline, outbound queue and promise are a fifth of what a
 * token costs the simulator. What the socket does not take goes the usual way.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Outlet {
    private final ChannelHandlerContext context;
    private final @Nullable FileDescriptor socket;
    private @Nullable ByteBuf alone;

    Outlet(ChannelHandlerContext context) {
        this.context = context;
        socket = context.channel() instanceof UnixChannel unix
                        && context.pipeline().get(SslHandler.class) == null
                ? unix.fd()
                : null;
    }

    ByteBufAllocator alloc() {
        return context.alloc();
    }

    boolean active() {
        return context.channel().isActive();
    }

    void write(ByteBuf buffer) {
        if (alone == null && socket != null && buffer.hasMemoryAddress() && nothingWaits()) {
            alone = buffer;
            return;
        }
        queueAlone();
        context.write(buffer, context.voidPromise());
    }

    private boolean nothingWaits() {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        return queue != null && queue.totalPendingWriteBytes() == 0;
    }

    private void queueAlone() {
        if (alone != null) {
            context.write(alone, context.voidPromise());
            alone = null;
        }
    }

    void writeAndFlush(ByteBuf buffer) {
        write(buffer);
        flush();
    }

    void flush() {
        ByteBuf part = alone;
        if (part == null || socket == null) {
            context.flush();
            return;
        }
        alone = null;
        try {
            part.skipBytes(socket.writeAddress(part.memoryAddress(), part.readerIndex(), part.writerIndex()));
        } catch (IOException lost) {
            part.release();
            context.close();
            return;
        }
        if (part.isReadable()) {
            context.writeAndFlush(part, context.voidPromise());
        } else {
            part.release();
        }
    }

    void close() {
        queueAlone();
        context.close();
    }

    void closeWhenSent() {
        queueAlone();
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends a reset instead of an orderly end. */
    void reset() {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        close();
    }

    void shutdownOutput() {
        queueAlone();
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
