package io.infermark.load;

import java.time.Duration;
import java.util.List;

/**
 * How the client itself works; none of it changes what is measured.
 *
 * @param loops event-loop threads; more than there are free cores makes figures worse
 * @param cores for each loop the core to bind it to; empty: not bound. Linux only; elsewhere, and where it fails, {@link LoaderHealth#pinning} says so
 * @param busyWait the loops never sleep, which costs a whole core each and takes the wake-up out of each read; epoll only
 * @param transport socket transport
 * @param connectTimeout for opening a connection, TLS handshake included
 * @param openParallel connections that are opened at a time before a window
 * @param connections protocol, streams on a connection, local addresses
 * @param collectBefore whether the heap is collected before each window, so that the window starts with an empty young space
 * @param silentEvents whether events without a token are recorded too
 */
public record LoadOptions(
        int loops,
        List<Integer> cores,
        boolean busyWait,
        Transport transport,
        Duration connectTimeout,
        int openParallel,
        ConnectionOptions connections,
        boolean collectBefore,
        boolean silentEvents) {
    /** One loop, unbound, ten seconds to connect, 64 connections at a time. */
    public static final LoadOptions DEFAULT = new LoadOptions(
            1, List.of(), false, Transport.AUTO, Duration.ofSeconds(10), 64, ConnectionOptions.DEFAULT, true, false);

    /** Socket transports. */
    public enum Transport {
        /** epoll where it is available. */
        AUTO,
        /** {@code java.nio} everywhere. */
        NIO
    }

    public LoadOptions {
        cores = List.copyOf(cores);
        if (loops < 1) {
            throw new IllegalArgumentException("[LoopsTooFew] " + loops + " event loops. There must be at least 1.");
        }
        if (!cores.isEmpty() && cores.size() != loops) {
            throw new IllegalArgumentException("[CoresUneven] " + cores.size() + " cores for " + loops
                    + " event loops. Name one for each loop, or none at all.");
        }
        if (openParallel < 1) {
            throw new IllegalArgumentException(
                    "[OpenParallelTooFew] " + openParallel + " connections at a time. There must be at least 1.");
        }
    }

    /** The same with another number of loops, unbound. */
    public LoadOptions withLoops(int number) {
        return new LoadOptions(
                number,
                List.of(),
                busyWait,
                transport,
                connectTimeout,
                openParallel,
                connections,
                collectBefore,
                silentEvents);
    }

    /** The same with one loop for each of these cores, bound to it. */
    public LoadOptions withCores(List<Integer> bound) {
        return new LoadOptions(
                Math.max(1, bound.size()),
                bound,
                busyWait,
                transport,
                connectTimeout,
                openParallel,
                connections,
                collectBefore,
                silentEvents);
    }

    /** The same with loops that never sleep. */
    public LoadOptions withBusyWait(boolean busy) {
        return new LoadOptions(
                loops, cores, busy, transport, connectTimeout, openParallel, connections, collectBefore, silentEvents);
    }

    /** The same on another transport. */
    public LoadOptions withTransport(Transport other) {
        return new LoadOptions(
                loops, cores, busyWait, other, connectTimeout, openParallel, connections, collectBefore, silentEvents);
    }

    /** The same with another time to connect. */
    public LoadOptions withConnectTimeout(Duration timeout) {
        return new LoadOptions(
                loops, cores, busyWait, transport, timeout, openParallel, connections, collectBefore, silentEvents);
    }

    /** The same over other connections. */
    public LoadOptions withConnections(ConnectionOptions other) {
        return new LoadOptions(
                loops, cores, busyWait, transport, connectTimeout, openParallel, other, collectBefore, silentEvents);
    }

    /** The same, and events without a token are recorded too. */
    public LoadOptions withSilentEvents() {
        return new LoadOptions(
                loops, cores, busyWait, transport, connectTimeout, openParallel, connections, collectBefore, true);
    }
}
