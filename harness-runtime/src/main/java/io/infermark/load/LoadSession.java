package io.infermark.load;

import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.load.http2.Http2Client;
import io.infermark.model.DurationText;
import io.infermark.model.Load;
import io.infermark.platform.SocketLimits;
import io.infermark.record.Outcome;
import io.infermark.record.RecordLane;
import io.infermark.record.RecordWriter;
import io.infermark.record.WindowMark;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The load generator of one process: windows run one after the other over the same event loops and connections. {@link #run} is for one thread;
 * {@link #stopSending}, {@link #abort} and {@link #health} may be called from any.
 */
public final class LoadSession implements AutoCloseable {
    private static final Duration FILLING = Duration.ofMinutes(5);
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LoadOptions options;
    private final RecordWriter sink;
    private final SourceAddresses sources;
    private final OpenAhead ahead;
    private final RequestFactory requests;
    private final HashedWheelTimer timer = new HashedWheelTimer();
    private final ExecutorService pacing = Pacer.thread();
    private final List<ClientLoop> loops = new ArrayList<>();
    private final List<LoaderHealth.Pinning> pinning = new ArrayList<>();
    private final int[] threads;
    private final Object lock = new Object();
    private @Nullable WindowState current;
    private List<LoopWindow> currentLoops = List.of();
    private @Nullable Outcome abortedBefore;
    private boolean stoppedBefore;
    private volatile @Nullable LoaderHealth health;
    private @Nullable LoaderHealth asideHealth;

    private LoadSession(LoadTarget target, LoadOptions options, RecordWriter sink) {
        this.options = options;
        this.sink = sink;
        sources = new SourceAddresses(SocketLimits.ofThisProcess(), options.connections());
        ahead = new OpenAhead(loops, options, sources);
        requests = RequestFactory.resolve(target, options, sources);
        threads = new int[options.loops()];
        for (int i = 0; i < options.loops(); i++) {
            loops.add(new ClientLoop(i, options, target.tls(), sources, timer, sink.epoch(), sink.lane()));
        }
    }

    /**
     * Starts the event loops. Opens no connection yet.
     *
     * @param sink takes the records; it stays the caller's to close, after this session
     * @throws IllegalArgumentException {@code [HttpScheme]} if a URL's scheme does not fit the HTTP version
     */
    public static LoadSession open(LoadTarget target, LoadOptions options, RecordWriter sink) {
        checkSchemes(target, options.connections().protocol());
        LoadSession session = new LoadSession(target, options, sink);
        session.startThreads();
        return session;
    }

    private static void checkSchemes(LoadTarget target, Protocol protocol) {
        for (URI uri : target.openUris()) {
            if (!protocol.fits(uri.getScheme())) {
                throw new IllegalArgumentException(protocol.misfit(uri.getScheme()));
            }
        }
    }

    private void startThreads() {
        for (int i = 0; i < loops.size(); i++) {
            ClientLoop client = loops.get(i);
            threads[i] =
                    client.loop().submit(LinuxThread::id).syncUninterruptibly().getNow();
            pinning.add(
                    options.cores().isEmpty()
                            ? LoaderHealth.Pinning.NONE
                            : LinuxThread.bind(threads[i], options.cores().get(i)));
            var unused = LinuxThread.prefer(threads[i], LinuxThread.LOOP);
        }
    }

    /**
     * Runs one window and waits until its last request has ended. Every request that was due is a record when this returns, and its mark is written.
     *
     * <p>An interrupt of the calling thread aborts the window; the interrupt is kept.
     *
     * @throws IOException {@code [RecordsUnwritable]}
     * @throws IllegalStateException {@code [LoaderStuck]} if the event loops do not answer, {@code [LoaderBusy]} if a window is running
     * @throws RuntimeException what the source threw; the requests before it are recorded
     */
    public WindowMark run(WindowPlan plan) throws IOException {
        return run(plan, requests, sink);
    }

    /**
     * Sends through this session's own event loops and classes to a small server in this process, for a time: afterwards they are compiled, and a cold JVM does
     * not look like a cold engine. Nothing is recorded, and the connections are closed. Three tenths of a second are enough for the accuracy that is asked for.
     *
     * @throws IOException if no socket can be opened on the loopback interface
     */
    public void warmUp(Duration duration) throws IOException {
        long end = System.nanoTime() + duration.toNanos();
        boolean multiplexed = options.connections().protocol().multiplexed();
        InetAddress loopback = options.connections().loopback();
        try (WarmUpServer responder =
                        multiplexed ? Http2WarmUpResponder.start(loopback) : WarmUpResponder.start(loopback);
                RecordWriter nowhere = RecordWriter.discarding(sink.epoch())) {
            LoadTarget local = LoadTarget.builder().url(responder.uri()).build();
            WarmUpRounds rounds = new WarmUpRounds(responder.uri());
            elsewhere(local, nowhere, factory -> {
                do {
                    run(rounds.next(), factory, nowhere);
                } while (System.nanoTime() < end && !stopping());
            });
        }
    }

    /**
     * Runs one window against another server over this session's own event loops, with records of its own, and closes the connections to it. {@link #health} stays that of the session's
     * last window.
     *
     * @param records takes the records; it stays the caller's to close. Its epoch must be that of the session's own
     * @return the generator's figures of this window
     * @throws IOException {@code [RecordsUnwritable]}
     */
    public LoaderHealth aside(LoadTarget target, WindowPlan plan, RecordWriter records) throws IOException {
        makeRoom(plan);
        elsewhere(target, records, factory -> run(plan, factory, records));
        LoaderHealth measured = asideHealth;
        if (measured == null) {
            throw new IllegalStateException("[LoaderStuck] a window ended without figures.");
        }
        return measured;
    }

    /** Where the files do not suffice for both, connections that stand idle are closed; the next window of the session's own opens them again, before it begins. */
    private void makeRoom(WindowPlan plan) {
        SocketLimits now = SocketLimits.ofThisProcess();
        int streams = ahead.expectedConnections(plan);
        int wanted = options.connections().connectionsFor(streams) + SocketLimits.SPARE_FILES;
        if (now.mostFiles() <= 0 || now.openFiles() + wanted <= now.mostFiles()) {
            return;
        }
        for (ClientLoop client : loops) {
            onLoop(client, () -> client.pool().closeIdle());
        }
    }

    /** Windows against another server. */
    private interface Windows {
        void run(RequestFactory factory) throws IOException;
    }

    private void elsewhere(LoadTarget target, RecordWriter records, Windows windows) throws IOException {
        RequestFactory factory = RequestFactory.resolve(target, options, sources);
        List<RecordLane> lanes = new ArrayList<>();
        for (ClientLoop client : loops) {
            lanes.add(client.lane());
            onLoop(client, () -> client.lane(records.lane()));
        }
        try {
            windows.run(factory);
        } finally {
            for (int i = 0; i < loops.size(); i++) {
                ClientLoop client = loops.get(i);
                RecordLane lane = lanes.get(i);
                onLoop(client, () -> {
                    client.lane(lane);
                    client.pool().closeIdle(factory.poolKey(0));
                    Http2Client http2 = client.http2();
                    if (http2 != null) {
                        http2.closeAll();
                    }
                });
            }
        }
    }

    private static void onLoop(ClientLoop client, Runnable task) {
        client.loop().submit(task).syncUninterruptibly();
    }

    private boolean stopping() {
        synchronized (lock) {
            return stoppedBefore;
        }
    }

    private WindowMark run(WindowPlan plan, RequestFactory factory, RecordWriter records) throws IOException {
        int streams = ahead.expectedConnections(plan);
        try (RequestQueue queue = new RequestQueue(plan.source(), plan.requests(), streams, factory::outbound)) {
            WindowState state = new WindowState(plan, queue, loops.size());
            List<LoopWindow> windows = shares(plan, state);
            enter(state, windows);
            try {
                queue.start();
                ConnectionOpener.Opened opened = ahead.before(plan, streams, factory);
                prepare(queue, streams, records == sink);
                HealthMeter meter = new HealthMeter(loops, threads);
                start(plan, state, windows);
                await(state, plan);
                WindowMark mark = mark(plan, state, windows);
                LoaderHealth measured = meter.finish(
                        mark.endNanos() - mark.startNanos(),
                        pinning,
                        windows.stream().map(LoopWindow::watch).toList(),
                        state.sourceWaits(),
                        opened);
                if (records == sink) {
                    health = measured;
                } else {
                    asideHealth = measured;
                }
                records.mark(mark);
                RuntimeException failure = queue.failure();
                if (failure != null) {
                    throw failure;
                }
                return mark;
            } finally {
                leave();
            }
        }
    }

    private void enter(WindowState state, List<LoopWindow> windows) {
        synchronized (lock) {
            if (current != null) {
                throw new IllegalStateException("[LoaderBusy] a window is running. Windows run one after the other.");
            }
            current = state;
            currentLoops = windows;
            if (abortedBefore != null) {
                state.abort(abortedBefore);
            } else if (stoppedBefore) {
                state.stop();
            }
        }
    }

    private void leave() {
        synchronized (lock) {
            current = null;
            currentLoops = List.of();
        }
    }

    private List<LoopWindow> shares(WindowPlan plan, WindowState state) {
        boolean open = plan.load() instanceof Load.Open;
        int total = plan.load() instanceof Load.Closed closed
                ? closed.concurrency()
                : ((Load.Open) plan.load()).maxConcurrency();
        List<LoopWindow> windows = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            int share = total / loops.size() + (i < total % loops.size() ? 1 : 0);
            windows.add(new LoopWindow(loops.get(i), state, open ? 0 : share, open ? share : 0, open));
        }
        return windows;
    }

    private void prepare(RequestQueue queue, int streams, boolean real) {
        int share = (streams + loops.size() - 1) / loops.size();
        for (ClientLoop client : loops) {
            onLoop(client, () -> client.readyExchanges(share));
        }
        try {
            if (!queue.awaitFilled(FILLING.toNanos())) {
                throw new IllegalStateException("[SourceSlow] the requests of a window were not prepared within "
                        + DurationText.word(FILLING) + ". Use shorter prompts or a faster tokenizer.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
        }
        if (real && options.collectBefore()) {
            System.gc();
        }
    }

    private void start(WindowPlan plan, WindowState state, List<LoopWindow> windows) {
        for (LoopWindow window : windows) {
            window.client().loop().execute(plan.schedule().isPresent() ? window::openUp : window::burst);
        }
        if (plan.load() instanceof Load.Open open) {
            pacing.execute(new Pacer(plan.schedule().orElseThrow(), state, windows, open.maxConcurrency()));
        }
    }

    private void await(WindowState state, WindowPlan plan) {
        long end = System.nanoTime() + plan.windowDeadline().toNanos() + GRACE_NANOS;
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("[LoaderStuck] a window did not end " + GRACE_NANOS / 1_000_000_000
                        + " s after its deadline: an event loop does not answer.");
            }
            try {
                done = state.await(left);
            } catch (InterruptedException e) {
                interrupted = true;
                abort();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private WindowMark mark(WindowPlan plan, WindowState state, List<LoopWindow> windows) {
        long end = state.start();
        for (LoopWindow window : windows) {
            end = Math.max(end, window.watch().lastEnd);
        }
        return new WindowMark(
                plan.warmup(),
                plan.iteration(),
                plan.load(),
                sink.epoch().relative(state.start()),
                sink.epoch().relative(state.full()),
                sink.epoch().relative(state.exhaustedAt()),
                sink.epoch().relative(end),
                state.scheduled(),
                plan.seed(),
                state.stopped());
    }

    /** No new sends, in this window and in those that follow; what is in flight is drained. The window's mark says that it was interrupted. */
    public void stopSending() {
        synchronized (lock) {
            stoppedBefore = true;
            if (current != null) {
                current.stop();
                for (LoopWindow window : currentLoops) {
                    window.client().loop().execute(window::pump);
                }
            }
        }
    }

    /** No new sends, and what is in flight ends now as {@link Outcome#INTERRUPTED} rows. */
    public void abort() {
        synchronized (lock) {
            abortedBefore = Outcome.INTERRUPTED;
            stoppedBefore = true;
            if (current != null) {
                current.abort(Outcome.INTERRUPTED);
                for (LoopWindow window : currentLoops) {
                    window.client().loop().execute(window::giveUpAll);
                }
            }
        }
    }

    /**
     * Figures of the last window.
     *
     * @throws IllegalStateException {@code [HealthUnknown]} before the first
     */
    public LoaderHealth health() {
        LoaderHealth known = health;
        if (known == null) {
            throw new IllegalStateException("[HealthUnknown] no window has run yet.");
        }
        return known;
    }

    /** Closes all connections and ends the event loops, within seconds. A running window is aborted. */
    @Override
    public void close() {
        abort();
        for (ClientLoop client : loops) {
            client.close();
        }
        timer.stop();
        pacing.shutdown();
    }
}
