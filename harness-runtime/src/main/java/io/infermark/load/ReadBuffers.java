package io.infermark.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The buffer that sockets of one event loop are read into: one and the same for each read, as long as nobody has kept it; a pool's buffers cost a few hundred nanoseconds a token and each
 * lies elsewhere in memory. Event-loop confined.
 */
@SuppressWarnings("deprecation") // There is no other kind of handle.
final class ReadBuffers implements RecvByteBufAllocator {
    private static final int SIZE = 16 * 1024;

    private final RecvByteBufAllocator usual = new FixedRecvByteBufAllocator(SIZE);
    private @Nullable ByteBuf shared;

    /** Has a connection use it. */
    void install(ChannelConfig config) {
        config.setRecvByteBufAllocator(this);
    }

    /** Frees the buffer. */
    void release() {
        if (shared != null) {
            shared.release();
            shared = null;
        }
    }

    /** An empty direct buffer, which is the caller's to release. */
    ByteBuf next() {
        return next(ByteBufAllocator.DEFAULT);
    }

    private ByteBuf next(ByteBufAllocator allocator) {
        ByteBuf last = shared;
        if (last == null || last.refCnt() > 1) {
            if (last != null) {
                last.release();
            }
            last = allocator.directBuffer(SIZE, SIZE);
            shared = last;
        }
        return last.clear().retain();
    }

    @Override
    public Handle newHandle() {
        return new SharedHandle((ExtendedHandle) usual.newHandle());
    }

    private final class SharedHandle implements ExtendedHandle {
        private final ExtendedHandle handle;

        SharedHandle(ExtendedHandle handle) {
            this.handle = handle;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return next(allocator);
        }

        @Override
        public int guess() {
            return SIZE;
        }

        @Override
        public void reset(ChannelConfig config) {
            handle.reset(config);
        }

        @Override
        public void incMessagesRead(int messages) {
            handle.incMessagesRead(messages);
        }

        @Override
        public void lastBytesRead(int bytes) {
            handle.lastBytesRead(bytes);
        }

        @Override
        public int lastBytesRead() {
            return handle.lastBytesRead();
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            handle.attemptedBytesRead(bytes);
        }

        @Override
        public int attemptedBytesRead() {
            return handle.attemptedBytesRead();
        }

        @Override
        public boolean continueReading() {
            return handle.continueReading();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier more) {
            return handle.continueReading(more);
        }

        @Override
        public void readComplete() {
            handle.readComplete();
        }
    }
}
