package io.infermark.load;

import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.load.http2.Http2Client;
import io.infermark.record.RecordEpoch;
import io.infermark.record.RecordLane;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.Timer;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.AsyncHttpClientConfig.ResponseBodyPartFactory;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * One event loop with an HTTP client, a pool, a record lane and streams of its own. Loops share nothing: async-http-client would spread new connections over all
 * loops of a group, and an exchange would then change threads, so each loop has its own client with a group of one.
 *
 * <p>The client is left no freedom: no retry, no redirect, no decompression, no cookies, no proxy, no time-out of its own (the loop's tick has them, without a
 * timer task for each request), parts are slices of the read buffer.
 */
final class ClientLoop implements AutoCloseable {
    static final String USER_AGENT = "infermark";
    private static final Duration NONE = Duration.ofMillis(-1);
    private static final int SENDS_BETWEEN_READS = 4;

    private static final int LARGEST_PART = 64 * 1024;

    /** Of an answer. No less than the client of the probe takes: an endpoint that it found good would fail with each request. */
    private static final int LARGEST_HEAD = 384 * 1024;

    private static final String THREAD = "infermark-load-";

    private final LoopTransport transport;
    private final EventLoop loop;
    private final ConnectionPool pool;
    private final DefaultAsyncHttpClient http;
    private final @Nullable Http2Client http2;
    private final RecordEpoch epoch;
    private final ArrayDeque<Exchange> idle = new ArrayDeque<>();

    /** Whether events without a token are recorded. */
    final boolean silentEvents;

    private final int mostOpen;
    private int open;
    private RecordLane lane;
    private byte[] scratch = new byte[LARGEST_PART];
    private @Nullable LoopWindow sending;
    private final ReadBuffers reads = new ReadBuffers();
    private volatile @Nullable Thread thread;

    ClientLoop(
            int number,
            LoadOptions options,
            @Nullable SslContext tls,
            SourceAddresses sources,
            Timer timer,
            RecordEpoch epoch,
            RecordLane lane) {
        this.epoch = epoch;
        this.lane = lane;
        pool = new ConnectionPool(options.connections().kept());
        mostOpen = sources.mostConnections() / options.loops();
        silentEvents = options.silentEvents();
        ThreadFactory threads = task -> {
            Thread made = new Thread(task, THREAD + number);
            made.setDaemon(true);
            thread = made;
            return made;
        };
        transport = LoopTransport.of(options, threads, this::sendSome, reads);
        loop = transport.loop();
        http = new DefaultAsyncHttpClient(config(options, tls, timer).build());
        Protocol protocol = options.connections().protocol();
        http2 = protocol.multiplexed()
                ? new Http2Client(
                        loop,
                        transport.epoll(),
                        options.connectTimeout(),
                        options.connections().streamsPerConnection(),
                        sources::next,
                        protocol == Protocol.H2 ? (tls == null ? Http2Client.jdkTrust() : tls) : null)
                : null;
    }

    private DefaultAsyncHttpClientConfig.Builder config(LoadOptions options, @Nullable SslContext tls, Timer timer) {
        DefaultAsyncHttpClientConfig.Builder config = new DefaultAsyncHttpClientConfig.Builder()
                .setEventLoopGroup(transport.clientGroup())
                .setNettyTimer(timer)
                .setChannelPool(pool)
                .setHttpAdditionalChannelInitializer(channel -> {
                    ConnectionStamps.install(channel, this::scratch, transport.direct());
                    InterimAnswers.install(channel.pipeline());
                    open++;
                    var unused = channel.closeFuture().addListener(closed -> open--);
                    reads.install(channel.config());
                })
                .setResponseBodyPartFactory(ResponseBodyPartFactory.LAZY)
                .setHttpClientCodecMaxChunkSize(LARGEST_PART)
                .setHttpClientCodecMaxHeaderSize(LARGEST_HEAD)
                .setEnableAutomaticDecompression(false)
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setCookieStore(null)
                .setUseProxyProperties(false)
                .setUseProxySelector(false)
                .setHttp2Enabled(false)
                .setDisableUrlEncodingForBoundRequests(true)
                .setUserAgent(USER_AGENT)
                .setKeepAlive(true)
                .setTcpNoDelay(true)
                .setMaxConnections(-1)
                .setMaxConnectionsPerHost(-1)
                .setConnectTimeout(options.connectTimeout())
                .setHandshakeTimeout((int)
                        Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis()))
                .setRequestTimeout(NONE)
                .setReadTimeout(NONE)
                .setPooledConnectionIdleTimeout(NONE)
                .setConnectionTtl(NONE);
        return tls == null ? config.setSslEngineFactory(new LazySslEngines()) : config.setSslContext(tls);
    }

    EventLoop loop() {
        return loop;
    }

    ConnectionPool pool() {
        return pool;
    }

    RecordLane lane() {
        return lane;
    }

    /** Records go there from now on. Only between windows. */
    void lane(RecordLane other) {
        lane = other;
    }

    String transport() {
        return transport.epoll() ? "epoll" : "nio";
    }

    /** The loop's thread; null before its first task. */
    @Nullable
    Thread thread() {
        return thread;
    }

    long relative(long nanos) {
        return epoch.relative(nanos);
    }

    /** An array for a part of a body; good until the next call. */
    byte[] scratch(int length) {
        if (length > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(length, scratch.length * 2));
        }
        return scratch;
    }

    /**
     * A window has something to send, behind the reads that are due now. A stream's next request waits for as long as those take; a token that waited for a request would be a wrong figure,
     * while a request that waits for a token is only a later one, and its lateness is on record.
     */
    void sendSoon(LoopWindow window) {
        if (transport.epoll()) {
            sending = window;
        } else {
            // Not from here: what else this read brought would be taken for the answer to what is sent now.
            loop.execute(window::pump);
        }
    }

    /**
     * A tick of a window: how late what becomes readable at its instant is read.
     *
     * @param dueNanos its instant; by now it may be past
     */
    void tick(long dueNanos, LoopWatch watch) {
        ReadProbe probe = transport.probe();
        if (probe == null) {
            watch.tick(System.nanoTime() - dueNanos);
        } else {
            probe.tick(dueNanos, watch);
        }
    }

    /** The ticks of a window that still wait are not its own any more. */
    void endTicks() {
        ReadProbe probe = transport.probe();
        if (probe != null) {
            probe.forget();
        }
    }

    private boolean sendSome() {
        LoopWindow window = sending;
        if (window == null) {
            return false;
        }
        sending = null;
        if (window.pump(SENDS_BETWEEN_READS)) {
            sending = window;
        }
        return sending != null;
    }

    Exchange exchange() {
        Exchange exchange = idle.poll();
        return exchange == null ? new Exchange(this) : exchange;
    }

    /** Makes what a window will need before it opens: made in it, they would be the youngest objects of the heap, which a collection has to copy. */
    void readyExchanges(int streams) {
        while (idle.size() < streams) {
            idle.push(new Exchange(this));
        }
    }

    void release(Exchange exchange) {
        idle.push(exchange);
    }

    /** A sending that has not begun. */
    Sending sending(Exchange exchange, boolean resend) {
        return http2 == null ? new Attempt(loop, exchange, resend) : new StreamAttempt(exchange, resend, http2.tls());
    }

    /** On the loop. Failures, immediate ones too, reach the sending. */
    void send(Outbound outbound, Sending sending) {
        if (sending instanceof StreamAttempt stream && http2 != null) {
            stream.stream(http2.send(outbound.multiplexed(), stream, stream.resend()));
        } else if (sending instanceof Attempt attempt) {
            Http1Request request = outbound.plain();
            Channel kept = request == null || attempt.resend() ? null : pool.poll(request.poolKey());
            if (request == null || kept == null) {
                sendOnNew(outbound, attempt);
            } else {
                KeptConnection.of(kept, pool, request.poolKey()).send(request, attempt);
            }
        }
    }

    private void sendOnNew(Outbound outbound, Attempt attempt) {
        if (open >= mostOpen) {
            // The last files are needed for records, and for classes: without them not even the failure could be told.
            attempt.onThrowable(new ConnectException("[FilesTooFew] " + open
                    + " connections are open, and the process has no files for more (ulimit -n)"));
            return;
        }
        pool.refuse(attempt.resend());
        try {
            attempt.future(http.executeRequest(outbound.opening(), attempt));
        } catch (RuntimeException e) {
            attempt.onThrowable(e);
        } finally {
            pool.refuse(false);
        }
    }

    /** Over HTTP/2; null over HTTP/1.1. */
    @Nullable
    Http2Client http2() {
        return http2;
    }

    DefaultAsyncHttpClient http() {
        return http;
    }

    @Override
    public void close() {
        try {
            if (http2 != null) {
                var unused = loop.submit(http2::closeAll).awaitUninterruptibly(2, TimeUnit.SECONDS);
            }
            http.close();
            if (!loop.isShuttingDown()) {
                var unused = loop.submit(reads::release).awaitUninterruptibly(2, TimeUnit.SECONDS);
            }
        } finally {
            transport.close();
        }
    }
}
