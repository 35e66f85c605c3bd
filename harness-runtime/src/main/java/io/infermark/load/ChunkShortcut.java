package io.infermark.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the tokens of a chunked answer out of the way that leads through the HTTP codec and async-http-client: a fifth of the loop's time was spent there (ten handlers and five objects
 * for each token), which is a fifth more lateness where a thousand streams have a token at the same moment. Stands right before the codec. Event-loop confined.
 *
 * <p>Only whole frames are taken, and only while the codec stands between two of them, so it never misses a part of what it has begun: the head goes to it, the last frame and trailers go to it, and
 * from the first frame that a read has cut, or that has an unusual form, it gets everything up to the end of the answer. The client notices nothing but a shorter body.
 */
final class ChunkShortcut extends ChannelInboundHandlerAdapter {
    private enum State {
        /** The head of an answer has not come. */
        HEAD,
        /** The codec stands between two frames. */
        BETWEEN,
        /** The rest of the answer is the codec's. */
        CODEC
    }

    private final Supplier<@Nullable ChunkTaker> current;
    private final IntFunction<byte[]> scratch;
    private @Nullable ChunkTaker taker;
    private State state = State.HEAD;
    private boolean passedOn;

    /**
     * For one connection.
     *
     * @param current who waits for an answer on it now
     * @param scratch gives an array of at least a length, which anybody may use once a read has been handled
     */
    ChunkShortcut(Supplier<@Nullable ChunkTaker> current, IntFunction<byte[]> scratch) {
        this.current = current;
        this.scratch = scratch;
    }

    /** Whether the next bytes are of frames that this takes. */
    boolean takes() {
        return state == State.BETWEEN;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ChunkTaker now = current.get();
        if (now != taker) {
            taker = now;
            state = State.HEAD;
            if (now != null) {
                now.begins();
            }
        }
        if (now == null || state == State.CODEC || !(message instanceof ByteBuf bytes)) {
            passedOn = true;
            context.fireChannelRead(message);
            return;
        }
        int length = bytes.readableBytes();
        byte[] copy = scratch.apply(length);
        bytes.getBytes(bytes.readerIndex(), copy, 0, length);
        if (state == State.HEAD) {
            int body = WholeChunks.endOfHead(copy, length);
            boolean whole = body >= 0 && WholeChunks.read(copy, body, length, null) == length;
            passedOn = true;
            context.fireChannelRead(bytes);
            state = whole && current.get() == now && now.takesChunks() ? State.BETWEEN : State.CODEC;
            return;
        }
        int taken = WholeChunks.read(copy, 0, length, now);
        if (taken == length) {
            bytes.release();
            return;
        }
        state = State.CODEC;
        bytes.skipBytes(taken);
        passedOn = true;
        context.fireChannelRead(bytes);
    }

    /** Those behind need not hear of the end of reads that they have seen nothing of. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (passedOn) {
            passedOn = false;
            context.fireChannelReadComplete();
        }
    }
}
