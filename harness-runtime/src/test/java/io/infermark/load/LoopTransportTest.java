package io.infermark.load;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The loop that the HTTP client is given, over a real socket. */
@EnabledOnOs(OS.LINUX)
class LoopTransportTest {
    private static LoopTransport epoll() {
        return LoopTransport.of(LoadOptions.DEFAULT, Thread::new, () -> false, new ReadBuffers());
    }

    /** The client makes its channels with the group that it has: those, too, must be registered where reads are taken. */
    @Test
    void readsOfTheClientsChannelsCanBeTaken() throws Exception {
        try (LoopTransport transport = epoll();
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            Taking taker = new Taking(seen);
            Channel channel = new Bootstrap()
                    .group(transport.clientGroup())
                    .channel(EpollSocketChannel.class)
                    .handler(new Piping(seen))
                    .connect(server.getLocalSocketAddress())
                    .sync()
                    .channel();
            requireNonNull(transport.direct()).offer(((UnixChannel) channel).fd(), taker);
            try (Socket peer = server.accept()) {
                say(peer, "head");
                assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("pipeline: head");
                taker.wants = true;
                say(peer, "token");
                assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("direct: token");
                taker.wants = false;
                say(peer, "rest");
                assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("pipeline: rest");
                taker.wants = true;
            }
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("inactive");
            assertThat(channel.eventLoop()).isSameAs(transport.loop());
        }
    }

    @Test
    void httpClientTakesTheGroup() throws Exception {
        try (LoopTransport transport = epoll();
                DefaultAsyncHttpClient client = new DefaultAsyncHttpClient(new DefaultAsyncHttpClientConfig.Builder()
                        .setEventLoopGroup(transport.clientGroup())
                        .build())) {
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void loopEndsWithTheTransport() {
        LoopTransport transport = epoll();
        transport.close();

        assertThat(transport.loop().isShutdown()).isTrue();
        assertThatThrownBy(() -> transport.loop().execute(() -> {}))
                .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
    }

    private static void say(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static final class Taking implements DirectReads.Taker {
        private final BlockingQueue<String> seen;
        private volatile boolean wants;

        Taking(BlockingQueue<String> seen) {
            this.seen = seen;
        }

        @Override
        public boolean wants() {
            return wants;
        }

        @Override
        public void read(ByteBuf bytes) {
            seen.add("direct: " + bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        @Override
        public void lost(IOException cause) {
            seen.add("lost: " + cause);
        }
    }

    private static final class Piping extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<String> seen;

        Piping(BlockingQueue<String> seen) {
            this.seen = seen;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            seen.add("pipeline: " + bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add("inactive");
        }
    }
}
