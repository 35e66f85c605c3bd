package io.infermark.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A write of a request, whose failure is told only when the connection has ended: a server that refuses a large body answers and closes while the body is on its way, and its answer then
 * waits in the socket behind which the write fails. Netty would close the socket for the failure, and so would those who asked for the write. Event-loop confined.
 *
 * <p>What is read afterwards is all that there will be: a reset comes behind the answer, and Linux keeps what came before it. The end is read behind it. Over TLS it depends on what its layer
 * still decodes then.
 */
final class RequestWrite implements ChannelFutureListener {
    /** For a write that failed for a reason of this machine, on a connection that still stands. */
    private static final int MOST_MILLIS_TO_THE_END = 1000;

    private final ChannelPromise asked;
    private final Predicate<Throwable> failed;

    private RequestWrite(ChannelPromise asked, Predicate<Throwable> failed) {
        this.asked = asked;
        this.failed = failed;
    }

    /**
     * What to write with in place of the promise that was given.
     *
     * @param asked fulfilled at once, failed when the connection has ended
     * @param failed told at once of a failure to write to the socket; whether it is the connection's first (TLS writes a large body in many pieces)
     */
    static ChannelPromise instead(ChannelHandlerContext context, ChannelPromise asked, Predicate<Throwable> failed) {
        if (context.channel().config().isAutoClose()) {
            context.channel().config().setAutoClose(false);
        }
        ChannelPromise write = context.newPromise();
        var unused = write.addListener(new RequestWrite(asked.unvoid(), failed));
        return write;
    }

    @Override
    public void operationComplete(ChannelFuture write) {
        Throwable cause = write.cause();
        if (cause == null) {
            var unused = asked.trySuccess();
            return;
        }
        Channel channel = write.channel();
        if (!channel.isOpen() || !(cause instanceof ChannelOutputShutdownException)) {
            var unused = asked.tryFailure(cause);
            return;
        }
        if (failed.test(cause)) {
            var unused =
                    channel.eventLoop().schedule(() -> end(channel), MOST_MILLIS_TO_THE_END, TimeUnit.MILLISECONDS);
        }
        var unused = channel.closeFuture().addListener(closed -> asked.tryFailure(cause));
    }

    private static void end(Channel channel) {
        var unused = channel.close();
    }
}
