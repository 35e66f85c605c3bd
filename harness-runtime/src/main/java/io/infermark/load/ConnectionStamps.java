package io.infermark.load;

import io.infermark.record.RequestRecord;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Instants of one connection, taken by a handler that stands in front of everything else, TLS included. Event-loop confined. HTTP/1.1 has one exchange on a
 * connection at a time, which is bound here while it lasts.
 *
 * <p><b>Read</b>: one clock reading for each {@code channelRead}, before any decoding, so all events of a read share it. <b>Sent</b>: the clock right before the
 * flush in which the request's last byte went to the socket, and not after it: the system call wakes the server, which on a shared core runs before the call
 * returns, so a reading after it would hide the server's first half millisecond from the TTFT. When the socket's buffer is full, the clock after the write that
 * empties it. A request goes out in one flush; what is written after it is none of it: TLS answers a server's farewell with its own.
 */
final class ConnectionStamps {
    private static final AttributeKey<ConnectionStamps> KEY = AttributeKey.valueOf(ConnectionStamps.class, "stamps");
    private static final String HANDLER = "stamps";

    private @Nullable Attempt attempt;
    private @Nullable KeptConnection taken;
    private @Nullable ChannelPromise lastWrite;
    private boolean unsent;
    private long readNanos;
    private @Nullable Throwable lost;
    private @Nullable Throwable writeFailure;
    private boolean closed;
    private boolean answered;
    private boolean secured;

    private ConnectionStamps() {}

    /**
     * Puts the handler, and the shortcut for chunks, before all others of a new connection's pipeline.
     *
     * @param scratch as for {@link ChunkShortcut}
     * @param direct where the transport has them
     */
    static void install(Channel channel, IntFunction<byte[]> scratch, @Nullable DirectReads direct) {
        ConnectionStamps stamps = new ConnectionStamps();
        channel.attr(KEY).set(stamps);
        ChunkShortcut shortcut = new ChunkShortcut(() -> stamps.attempt, scratch);
        channel.pipeline().addFirst(shortcut);
        if (direct != null && channel instanceof UnixChannel unix) {
            direct.offer(
                    unix.fd(), new Reading(stamps, shortcut, channel.pipeline().context(shortcut)));
        }
        channel.pipeline().addFirst(HANDLER, new Handler(stamps));
    }

    /** Moves the handler to the front again, after the client has put TLS before it. */
    static void moveToFront(Channel channel) {
        ConnectionStamps stamps = of(channel);
        stamps.secured = true;
        channel.pipeline().remove(HANDLER);
        channel.pipeline().addFirst(HANDLER, new Handler(stamps));
    }

    static ConnectionStamps of(Channel channel) {
        return channel.attr(KEY).get();
    }

    /** Who took the connection over from the client; null while the client has it. */
    @Nullable
    KeptConnection taken() {
        return taken;
    }

    void takenBy(KeptConnection taker) {
        taken = taker;
    }

    /** The exchange that now has the connection. */
    void bind(Attempt next) {
        attempt = next;
        unsent = false;
        lastWrite = null;
    }

    /** What is written from now on, up to the next flush, is the request. */
    void arm() {
        unsent = true;
    }

    void release(Attempt done) {
        if (attempt == done) {
            attempt = null;
            unsent = false;
            lastWrite = null;
        }
    }

    /** The socket read that is being decoded, or the last one. */
    long readNanos() {
        return readNanos;
    }

    /** What the socket failed with; null if it did not. The codec ends an answer without framing all the same. */
    @Nullable
    Throwable lost() {
        return lost;
    }

    /** Whether the request of the exchange that has the connection is still being written, or never will be. */
    boolean sending() {
        return writeFailure != null || (attempt != null && attempt.sentNanos() == RequestRecord.UNSEEN);
    }

    private boolean writeFailed(Throwable cause) {
        boolean first = writeFailure == null;
        writeFailure = cause;
        return first;
    }

    /** Whether the connection is TLS. */
    boolean secured() {
        return secured;
    }

    boolean closed() {
        return closed;
    }

    /** An answer to a request has begun. Returns whether there was one on this connection before: then the server keeps it after an answer. */
    boolean answeredBefore() {
        boolean before = answered;
        answered = true;
        return before;
    }

    private void flushed(long beforeNanos) {
        ChannelPromise promise = lastWrite;
        Attempt sender = attempt;
        if (promise == null || sender == null) {
            return;
        }
        lastWrite = null;
        unsent = false;
        if (promise.isDone()) {
            written(promise, sender, beforeNanos);
        } else {
            var unused = promise.addListener(future -> written((ChannelFuture) future, sender, System.nanoTime()));
        }
    }

    private void written(ChannelFuture write, Attempt sender, long nanos) {
        if (write.isSuccess() && attempt == sender) {
            sender.sent(nanos);
        }
    }

    private void read() {
        readNanos = System.nanoTime();
    }

    /** The same for what is read without the pipeline. With TLS the socket has other bytes than the answer. */
    private static final class Reading implements DirectReads.Taker {
        private final ConnectionStamps stamps;
        private final ChunkShortcut shortcut;
        private final ChannelHandlerContext context;

        Reading(ConnectionStamps stamps, ChunkShortcut shortcut, ChannelHandlerContext context) {
            this.stamps = stamps;
            this.shortcut = shortcut;
            this.context = context;
        }

        @Override
        public boolean wants() {
            return shortcut.takes() && !stamps.secured;
        }

        @Override
        public void read(ByteBuf bytes) {
            stamps.read();
            try {
                shortcut.channelRead(context, bytes);
                shortcut.channelReadComplete(context);
            } catch (RuntimeException | Error broken) {
                // As a pipeline does: what leaves here would stop the loop, and with it every other stream.
                context.fireExceptionCaught(broken);
            }
        }

        @Override
        public void lost(IOException cause) {
            context.pipeline().fireExceptionCaught(cause);
            var unused = context.channel().close();
        }
    }

    private static final class Handler extends ChannelDuplexHandler {
        private final ConnectionStamps stamps;

        Handler(ConnectionStamps stamps) {
            this.stamps = stamps;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            stamps.read();
            context.fireChannelRead(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            stamps.lost = cause;
            context.fireExceptionCaught(cause);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (stamps.unsent) {
                ChannelPromise watched = RequestWrite.instead(context, promise, stamps::writeFailed);
                stamps.lastWrite = watched;
                var unused = context.write(message, watched);
            } else {
                var unused = context.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            long before = stamps.lastWrite == null ? 0 : System.nanoTime();
            context.flush();
            if (stamps.lastWrite != null) {
                stamps.flushed(before);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            stamps.closed = true;
            if (stamps.lost == null) {
                // The failed write took the error from the socket; what was read behind it looks like an orderly end.
                stamps.lost = stamps.writeFailure;
            }
            Attempt open = stamps.attempt;
            context.fireChannelInactive();
            if (open != null && stamps.attempt == open) {
                // The HTTP client forgot the exchange; it must not be lost.
                open.onThrowable(new java.nio.channels.ClosedChannelException());
            }
        }
    }
}
