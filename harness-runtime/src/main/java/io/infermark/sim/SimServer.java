package io.infermark.sim;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running simulator. One event loop thread serves everything; it and the parser thread are daemons and end with
 * {@link #close()}.
 */
public final class SimServer implements AutoCloseable {
    private final SimConfig config;
    private final EventLoopGroup group;
    private final ExecutorService parsers;
    private final EventLoop eventLoop;
    private final LoopState loop;
    private final Set<Channel> connections = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private final @Nullable SelfSigned certificate;
    private final Channel listener;
    private final InetSocketAddress address;
    private boolean closed;

    private SimServer(SimConfig config) {
        this.config = config;
        String key = secret(config.listening().apiKey());
        checkCapacity(config);
        if (!config.sendLog().isEmpty()) {
            SendLogFile.check(config.sendLog());
        }
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        TurnClock clock = new TurnClock();
        Pacer pacer = new Pacer();
        Inbox inbox = new Inbox(clock);
        LoopTurns turns = new LoopTurns(pacer, inbox, clock, config.listening().busyLoop());
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("infermark-sim", true), turns.around(io));
        parsers = Executors.newSingleThreadExecutor(new DefaultThreadFactory("infermark-sim-parser", true));
        eventLoop = group.next();
        loop = new LoopState(config, key, eventLoop, pacer, inbox, parsers);
        certificate =
                config.listening().tls() ? SelfSigned.forHost(config.listening().host()) : null;
        if (certificate != null && !config.listening().tlsCertificate().isEmpty()) {
            certificate.writeTo(Path.of(config.listening().tlsCertificate()));
        }
        HttpFront front = new HttpFront(loop, new RequestRouter(loop), clock, certificate);
        eventLoop.execute(TimerSlack::shortenForThisThread);
        listener = bind(front);
        address = (InetSocketAddress) listener.localAddress();
    }

    /**
     * Starts a simulator; it is bound when this returns. With {@code startup-failure} it answers 503 for ever: only
     * {@link SimProcess} can end a process.
     *
     * @throws SimException {@code [PortInUse]}, {@code [BindFailed]}, {@code [SimKvTooSmall]}, {@code [SimApiKeyMissing]}, {@code [SendLogUnwritable]}
     */
    public static SimServer start(SimConfig config) {
        if (!config.listening().warmUp().isZero()) {
            SelfWarmUp.run(
                    config.listening().warmUp(),
                    config.listening().http(),
                    config.listening().tls());
        }
        return new SimServer(config);
    }

    private static void checkCapacity(SimConfig config) {
        EngineSpec engine = config.engine();
        long tokens = (long) engine.totalBlocks() * engine.blockSize();
        if (tokens < config.serving().maxModelLen()) {
            throw new SimException(
                    "SimKvTooSmall",
                    "kv-blocks=" + engine.kvBlocks() + " with tp=" + engine.tp() + " hold " + tokens
                            + " tokens, fewer than max-model-len="
                            + config.serving().maxModelLen()
                            + ". Raise kv-blocks or lower max-model-len.");
        }
    }

    private static String secret(String apiKey) {
        if (apiKey.startsWith("env:")) {
            String name = apiKey.substring("env:".length());
            String value = System.getenv(name);
            if (value == null || value.isEmpty()) {
                throw new SimException(
                        "SimApiKeyMissing", "api-key names the environment variable " + name + ", which is not set.");
            }
            return value;
        }
        if (apiKey.startsWith("file:")) {
            Path file = Path.of(apiKey.substring("file:".length()));
            try {
                return Files.readString(file).trim();
            } catch (IOException unreadable) {
                throw new SimException(
                        "SimApiKeyMissing", "api-key names the file " + file + ", which cannot be read.", unreadable);
            }
        }
        return apiKey;
    }

    private Channel bind(HttpFront front) {
        Listening listening = config.listening();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.closeFuture().addListener(done -> connections.remove(channel));
                        front.accept(channel);
                    }
                });
        var bound = bootstrap.bind(listening.host(), listening.port()).awaitUninterruptibly();
        if (bound.isSuccess()) {
            return bound.channel();
        }
        stopThreads();
        Throwable cause = bound.cause();
        String where = listening.host() + ":" + listening.port();
        if (cause instanceof BindException || String.valueOf(cause).contains("Address already in use")) {
            throw new SimException(
                    "PortInUse",
                    "the simulator cannot listen on " + where + ": " + cause.getMessage()
                            + ". Choose another port, or port 0 for a free one.",
                    cause);
        }
        throw new SimException(
                "BindFailed",
                "the simulator cannot listen on " + where + ": " + cause + ". Check host and port.",
                cause);
    }

    /** {@code http://HOST:PORT}, or https, without a path. */
    public URI uri() {
        String host = config.listening().host();
        return URI.create((certificate == null ? "http://" : "https://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    public int port() {
        return address.getPort();
    }

    /**
     * The self-signed certificate.
     *
     * @throws IllegalStateException without TLS
     */
    public X509Certificate certificate() {
        if (certificate == null) {
            throw new IllegalStateException("[SimTls] the simulator was started without tls=true.");
        }
        return certificate.certificate();
    }

    /** Connections that are open now, by the client's address. */
    public Map<String, Integer> clientAddresses() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Channel connection : connections) {
            if (connection.remoteAddress() instanceof InetSocketAddress client) {
                counts.merge(client.getAddress().getHostAddress(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** The configuration it was started with. */
    public SimConfig config() {
        return config;
    }

    /**
     * A snapshot of counters and send log, consistent at any time, exact once the traffic has ended; still valid after
     * {@link #close()}.
     */
    public synchronized SimTruth truth() {
        if (closed) {
            return loop.truth();
        }
        return eventLoop.submit(loop::truth).syncUninterruptibly().getNow();
    }

    /** Closes listener and connections, waits for the threads (at most a second), and writes the send log if asked. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        listener.close().awaitUninterruptibly();
        for (Channel channel : connections) {
            channel.close().awaitUninterruptibly(500);
        }
        stopThreads();
        closed = true;
        if (!config.sendLog().isEmpty()) {
            SendLogFile.write(Path.of(config.sendLog()), loop.truth());
        }
    }

    private void stopThreads() {
        parsers.shutdownNow();
        group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
