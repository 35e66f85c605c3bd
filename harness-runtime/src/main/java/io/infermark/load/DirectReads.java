package io.infermark.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads sockets past their channels' pipelines, while the tokens of an answer come: the way through a pipeline was a fifth of what a token costs, most of it memory that the connections of
 * a thousand streams push out of each other's cache. All else stays with the channel: connecting, writing, heads and ends of answers, the end of the connection.
 *
 * <p>It stands around the handler of the epoll transport, where each socket is registered, and sees an event before the channel does. For one event loop, and confined to it.
 */
final class DirectReads {
    private static final int READABLE = EpollIoOps.EPOLLIN.value();

    private final ReadBuffers buffers;
    private final IntObjectMap<Tap> taps = new IntObjectHashMap<>();

    /** Takes what is read from one socket. */
    interface Taker {
        /** Whether the next bytes are ones that it takes. */
        boolean wants();

        /**
         * Bytes that were read.
         *
         * @param bytes released by this
         */
        void read(ByteBuf bytes);

        /** The socket has failed. */
        void lost(IOException cause);
    }

    DirectReads(ReadBuffers buffers) {
        this.buffers = buffers;
    }

    /** Handlers of the transport whose sockets are read here when somebody wants it; for a group of one loop. */
    IoHandlerFactory around(IoHandlerFactory epoll) {
        return executor -> new Tapping(epoll.newHandler(executor));
    }

    /** From now on reads of a registered socket are offered to a taker first. */
    void offer(FileDescriptor socket, Taker taker) {
        Tap tap = taps.get(socket.intValue());
        if (tap != null) {
            tap.taker = taker;
        }
    }

    private final class Tapping implements IoHandler {
        private final IoHandler transport;

        Tapping(IoHandler transport) {
            this.transport = transport;
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            if (handle instanceof EpollIoHandle epoll && epoll.fd() instanceof Socket socket) {
                Tap tap = new Tap(epoll, socket);
                taps.put(socket.intValue(), tap);
                return transport.register(tap);
            }
            return transport.register(handle);
        }

        @Override
        public int run(IoHandlerContext context) {
            return transport.run(context);
        }

        @Override
        public void initialize() {
            transport.initialize();
        }

        @Override
        public void prepareToDestroy() {
            transport.prepareToDestroy();
        }

        @Override
        public void destroy() {
            transport.destroy();
        }

        @Override
        public void wakeup() {
            transport.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return transport.isCompatible(type);
        }
    }

    /** A channel's part in the transport, and what is done before it. */
    @SuppressWarnings("try") // The transport's interface closes with any exception.
    private final class Tap implements EpollIoHandle {
        private final EpollIoHandle channel;
        private final Socket socket;
        private @Nullable Taker taker;

        Tap(EpollIoHandle channel, Socket socket) {
            this.channel = channel;
            this.socket = socket;
        }

        @Override
        public FileDescriptor fd() {
            return socket;
        }

        /** An event may come for a socket that was closed while earlier ones of the same look were handled; its number may have a new owner by then, whose bytes these are not. */
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            Taker asked = taker;
            boolean taken = asked != null
                    && ((EpollIoEvent) event).ops().value() == READABLE
                    && asked.wants()
                    && socket.isOpen()
                    && read(asked);
            if (!taken) {
                channel.handle(registration, event);
            }
        }

        /** Reads once; what is left makes the socket ready again. False at the end of the stream, which the channel will find there too. */
        private boolean read(Taker asked) {
            ByteBuf bytes = buffers.next();
            int length;
            try {
                length = receive(bytes);
            } catch (IOException cause) {
                // The error has been taken from the socket: the channel would find an orderly end.
                bytes.release();
                asked.lost(cause);
                return true;
            }
            if (length <= 0) {
                bytes.release();
                return length == 0;
            }
            asked.read(bytes.writerIndex(length));
            return true;
        }

        /** A JVM may keep addresses of memory to itself. */
        private int receive(ByteBuf empty) throws IOException {
            if (empty.hasMemoryAddress()) {
                return socket.recvAddress(empty.memoryAddress(), 0, empty.capacity());
            }
            ByteBuffer room = empty.internalNioBuffer(0, empty.capacity());
            return socket.recv(room, room.position(), room.limit());
        }

        @Override
        public void registered() {
            channel.registered();
        }

        @Override
        public void unregistered() {
            int descriptor = socket.intValue();
            if (taps.get(descriptor) == this) {
                var unused = taps.remove(descriptor);
            }
            channel.unregistered();
        }

        @Override
        public void close() throws Exception {
            channel.close();
        }
    }
}
