package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a connection. Nobody waits for a write: one that fails closes the connection, which reaches the
 * exchange as an abort, so the futures are dropped here and nowhere else.
 *
 * <p>One part that is flushed while nothing else waits is written to the socket at once, where there is a native one and no TLS: pipeline, outbound queue and promise are a fifth of what a
 * token costs the simulator; send(2) is shorter in the kernel than write(2). What the socket does not take goes the usual way. A closed descriptor is never written to: its number may
 * belong to the next connection before the pipeline hears of the end.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Outlet {
    private final ChannelHandlerContext context;
    private final @Nullable Socket socket;
    private @Nullable ByteBuf alone;
    private boolean queued;

    Outlet(ChannelHandlerContext context) {
        this.context = context;
        socket = context.channel() instanceof UnixChannel unix
                        && unix.fd() instanceof Socket descriptor
                        && context.pipeline().get(SslHandler.class) == null
                ? descriptor
                : null;
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
        queue(buffer);
    }

    /** Looks at the outbound queue only while something of ours may be in it: four objects that an event need not touch. */
    private boolean nothingWaits() {
        if (queued) {
            ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
            queued = queue == null || queue.totalPendingWriteBytes() > 0;
        }
        return !queued;
    }

    private void queue(ByteBuf buffer) {
        queued = true;
        context.write(buffer, context.voidPromise());
    }

    private void queueAlone() {
        if (alone != null) {
            queue(alone);
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
        if (!socket.isOpen()) {
            part.release();
            return;
        }
        try {
            part.skipBytes(socket.sendAddress(part.memoryAddress(), part.readerIndex(), part.writerIndex()));
        } catch (IOException lost) {
            part.release();
            context.close();
            return;
        }
        if (part.isReadable()) {
            queue(part);
            context.flush();
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

    /** Sends a reset instead of an orderly end. Where the end has come already there is nothing to reset: an option, too, would reach the next owner of the descriptor's number. */
    void reset() {
        if (context.channel().isOpen()) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
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
