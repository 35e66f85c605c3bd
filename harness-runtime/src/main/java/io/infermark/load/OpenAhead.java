package io.infermark.load;

import io.infermark.load.http2.Http2Client;
import io.infermark.model.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.asynchttpclient.Request;

/** The connections that a window will need, opened before it on all event loops: over HTTP/1.1 one for each stream, over HTTP/2 as many as have streams enough. */
final class OpenAhead {
    private static final Duration OPENING = Duration.ofSeconds(30);

    /** Without a cap. Connections that a window has to open itself cost the loop a tenth of a millisecond each. */
    private static final int MOST_UNASKED = 4096;

    private static final int LEAST_UNASKED = 1024;

    private final List<ClientLoop> loops;
    private final LoadOptions options;
    private final SourceAddresses sources;

    OpenAhead(List<ClientLoop> loops, LoadOptions options, SourceAddresses sources) {
        this.loops = loops;
        this.options = options;
        this.sources = sources;
    }

    /**
     * Opens what the loops lack for a window, and waits for it; what could not be opened the window's rows will tell.
     *
     * @param expected {@link #expectedConnections} of the plan, which may go over a whole schedule
     */
    ConnectionOpener.Opened before(WindowPlan plan, int expected, RequestFactory factory) {
        int wanted = plan.connections() > 0 ? plan.connections() : expected;
        sources.reserve(wanted, factory.knownAddresses());
        if (!options.connections().kept()) {
            return new ConnectionOpener.Opened(0, 0);
        }
        List<CompletableFuture<ConnectionOpener.Opened>> openings = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            ClientLoop client = loops.get(i);
            int share = wanted / loops.size() + (i < wanted % loops.size() ? 1 : 0);
            List<Request> missing = client.loop()
                    .submit(() -> missing(client, factory, share))
                    .syncUninterruptibly()
                    .getNow();
            int parallel = Math.max(1, options.openParallel() / loops.size());
            Http2Client http2 = client.http2();
            if (http2 != null) {
                for (int url = 0; url < factory.urls(); url++) {
                    int streams = each(share, factory.urls());
                    openings.add(http2.open(factory.origin(url), streams, parallel, OPENING)
                            .thenApply(done -> new ConnectionOpener.Opened(done.opened(), done.failed())));
                }
                continue;
            }
            openings.add(new ConnectionOpener(client, missing, parallel).start(OPENING));
        }
        int opened = 0;
        int failed = 0;
        for (CompletableFuture<ConnectionOpener.Opened> opening : openings) {
            ConnectionOpener.Opened one = join(opening);
            opened += one.opened();
            failed += one.failed();
        }
        return new ConnectionOpener.Opened(opened, failed);
    }

    private static ConnectionOpener.Opened join(CompletableFuture<ConnectionOpener.Opened> opening) {
        try {
            return opening.get(OPENING.toNanos() * 2, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ConnectionOpener.Opened(0, 0);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "[LoaderStuck] the event loops do not answer while connections are opened.", e);
        }
    }

    /** How many connections a window is expected to need. */
    int expectedConnections(WindowPlan plan) {
        int atMost = plan.requests() > 0 ? plan.requests() : Integer.MAX_VALUE;
        if (plan.load() instanceof Load.Closed closed) {
            return Math.min(atMost, closed.concurrency());
        }
        Load.Open open = (Load.Open) plan.load();
        int cap = open.maxConcurrency() > 0 ? open.maxConcurrency() : sources.unasked(LEAST_UNASKED, MOST_UNASKED);
        double perSecond = open.arrival().shaped() && plan.schedule().isPresent()
                ? plan.schedule().get().mostInASecond()
                : open.requestsPerSecond();
        // Without a cap nobody knows how many will be in flight: what a second of arrivals needs is a fair start, later
        // windows find the rest in the pool.
        return (int) Math.min(Math.min(atMost, cap), Math.max(16, Math.ceil(perSecond)));
    }

    /** Round robin is even only on average, so with several URLs each gets half as many again. */
    private static int each(int wanted, int urls) {
        return urls == 1 ? wanted : Math.min(wanted, (wanted * 3 + 2 * urls - 1) / (2 * urls));
    }

    /** What a loop lacks. */
    private static List<Request> missing(ClientLoop client, RequestFactory factory, int wanted) {
        int urls = factory.urls();
        int each = each(wanted, urls);
        List<Request> missing = new ArrayList<>();
        for (int url = 0; url < urls; url++) {
            int idle = client.pool().idle(factory.poolKey(url));
            for (int i = idle; i < each; i++) {
                missing.add(factory.opening(url));
            }
        }
        return missing;
    }
}
