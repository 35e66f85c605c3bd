package io.infermark.load;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which events of a socket are taken before its channel, and what becomes of those that are not. */
@EnabledOnOs(OS.LINUX)
class DirectReadsTest {
    private static final EpollIoEvent READABLE = () -> EpollIoOps.EPOLLIN;

    private final ReadBuffers buffers = new ReadBuffers();
    private final DirectReads direct = new DirectReads(buffers);
    private final Transport transport = new Transport();
    private final Taking taker = new Taking();
    private java.net.Socket peer;
    private CountingSocket socket;
    private FakeChannel channel;
    private EpollIoHandle tapped;

    @BeforeEach
    void register() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket stream = Socket.newSocketStream();
            boolean connected = stream.connect(server.getLocalSocketAddress());
            peer = server.accept();
            assertThat(connected || stream.finishConnect()).isTrue();
            socket = new CountingSocket(stream.intValue());
        }
        channel = new FakeChannel(socket);
        tapped = register(channel);
    }

    @AfterEach
    void release() throws IOException {
        buffers.release();
        peer.close();
        if (socket.isOpen()) {
            socket.close();
        }
    }

    private void say(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private EpollIoHandle register(IoHandle handle) throws Exception {
        IoHandler handler = direct.around(executor -> transport).newHandler(null);
        handler.register(handle);
        return (EpollIoHandle) requireNonNull(transport.registered);
    }

    @Test
    void channelHasItsEventsUntilSomebodyWantsThem() throws Exception {
        tapped.handle(new Registration(), READABLE);
        direct.offer(socket, taker);
        taker.wants = false;
        tapped.handle(new Registration(), READABLE);

        assertThat(channel.handled).isEqualTo(2);
        assertThat(socket.reads).isZero();
    }

    @Test
    void takerGetsWhatOneReadBrings() throws Exception {
        direct.offer(socket, taker);
        say("data: 1\n\n");
        tapped.handle(new Registration(), READABLE);
        say("data: 2\n\n");
        say("data: 3\n\n");
        tapped.handle(new Registration(), READABLE);

        assertThat(taker.read).containsExactly("data: 1\n\n", "data: 2\n\ndata: 3\n\n");
        assertThat(channel.handled).isZero();
    }

    @Test
    void whatTakerKeepsIsNotOverwritten() throws Exception {
        direct.offer(socket, taker);
        taker.keeps = true;
        say("first");
        tapped.handle(new Registration(), READABLE);
        say("other");
        tapped.handle(new Registration(), READABLE);

        assertThat(taker.kept)
                .extracting(kept -> kept.toString(StandardCharsets.US_ASCII))
                .containsExactly("first", "other");
        taker.kept.forEach(ByteBuf::release);
    }

    /** Writing, a reset or a half-closed connection beside the bytes: the channel knows the order in which they must be seen. */
    @Test
    void otherEventsAreTheChannels() throws Exception {
        direct.offer(socket, taker);

        tapped.handle(new Registration(), (EpollIoEvent) () -> EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
        tapped.handle(new Registration(), (EpollIoEvent) () -> EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP));
        tapped.handle(new Registration(), (EpollIoEvent) () -> EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLERR));
        tapped.handle(new Registration(), (EpollIoEvent) () -> EpollIoOps.EPOLLOUT);

        assertThat(channel.handled).isEqualTo(4);
        assertThat(socket.reads).isZero();
    }

    @Test
    void channelFindsTheEndOfTheStreamToo() throws Exception {
        direct.offer(socket, taker);
        peer.close();

        tapped.handle(new Registration(), READABLE);

        assertThat(channel.handled).isOne();
        assertThat(taker.read).isEmpty();
    }

    @Test
    void nothingToReadIsNoEnd() throws Exception {
        direct.offer(socket, taker);

        tapped.handle(new Registration(), READABLE);

        assertThat(channel.handled).isZero();
        assertThat(taker.read).isEmpty();
    }

    /** A failed read takes the error from the socket: the channel would take the connection's loss for an orderly end. */
    @Test
    void failureIsTold() throws Exception {
        direct.offer(socket, taker);
        socket.failure = new IOException("Connection reset by peer");

        tapped.handle(new Registration(), READABLE);

        assertThat(taker.lost).isSameAs(socket.failure);
        assertThat(channel.handled).isZero();
    }

    @Test
    void numberOfClosedSocketIsNotMixedUpWithItsNextOwner() throws Exception {
        direct.offer(socket, taker);
        CountingSocket next = new CountingSocket(socket.intValue());
        FakeChannel heir = new FakeChannel(next);
        EpollIoHandle heirTapped = register(heir);
        tapped.unregistered();
        Taking heirTaker = new Taking();
        direct.offer(next, heirTaker);
        say("heir's");

        heirTapped.handle(new Registration(), READABLE);

        assertThat(heirTaker.read).containsExactly("heir's");
        assertThat(taker.read).isEmpty();
        assertThat(channel.unregistered).isTrue();
    }

    /** Closed while an earlier event of the same look was handled: the number may be another socket's by now. */
    @Test
    void closedSocketIsNotRead() throws Exception {
        direct.offer(socket, taker);
        say("next owner's");
        socket.close();

        tapped.handle(new Registration(), READABLE);

        assertThat(socket.reads).isZero();
        assertThat(channel.handled).isOne();
    }

    @Test
    void socketThatLeftIsNobodys() throws Exception {
        tapped.unregistered();
        direct.offer(socket, taker);

        tapped.handle(new Registration(), READABLE);

        assertThat(channel.handled).isOne();
    }

    private static final class Taking implements DirectReads.Taker {
        private final List<String> read = new ArrayList<>();
        private final List<ByteBuf> kept = new ArrayList<>();
        private boolean wants = true;
        private boolean keeps;
        private @Nullable IOException lost;

        @Override
        public boolean wants() {
            return wants;
        }

        @Override
        public void read(ByteBuf bytes) {
            read.add(bytes.toString(StandardCharsets.US_ASCII));
            if (keeps) {
                kept.add(bytes);
            } else {
                bytes.release();
            }
        }

        @Override
        public void lost(IOException cause) {
            lost = cause;
        }
    }

    /** A real one that counts its reads, and can be made to fail. */
    private static final class CountingSocket extends Socket {
        private @Nullable IOException failure;
        private int reads;

        CountingSocket(int descriptor) {
            super(descriptor);
        }

        @Override
        public int recvAddress(long address, int position, int limit) throws IOException {
            failOrCount();
            return super.recvAddress(address, position, limit);
        }

        @Override
        public int recv(ByteBuffer buffer, int position, int limit) throws IOException {
            failOrCount();
            return super.recv(buffer, position, limit);
        }

        private void failOrCount() throws IOException {
            reads++;
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static final class FakeChannel implements EpollIoHandle {
        private final Socket socket;
        private int handled;
        private boolean unregistered;

        FakeChannel(Socket socket) {
            this.socket = socket;
        }

        @Override
        public FileDescriptor fd() {
            return socket;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            handled++;
        }

        @Override
        public void unregistered() {
            unregistered = true;
        }

        @Override
        public void close() {}
    }

    private record Registration() implements IoRegistration {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // The interface's own.
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long submit(IoOps operations) {
            return 0;
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public boolean cancel() {
            return true;
        }
    }

    private static final class Transport implements IoHandler {
        private @Nullable IoHandle registered;

        @Override
        public IoRegistration register(IoHandle handle) {
            registered = handle;
            return new Registration();
        }

        @Override
        public int run(IoHandlerContext context) {
            return 0;
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }
}
