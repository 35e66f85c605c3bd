package io.infermark.load;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.asynchttpclient.channel.ChannelPool;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections of one event loop, by address. Confined to that loop, so it has no lock. The connection that has been idle longest is used first, which keeps
 * all of them from the server's idle time-out and gives a server that closes after an answer the most time to be noticed.
 *
 * <p>Some servers close each connection after its answer without announcing it; llama-server does after a stream. Every next request then meets a closed connection, and whether its
 * close comes in time to be told from a failure is up to the server's scheduler. So after {@value #CLOSED_IN_A_ROW} such requests in a row no connection is kept any more.
 *
 * <p>While {@link #refuse} is set it gives none away: that is how connections are opened before a window, and how a request that met a closed connection gets a
 * new one.
 */
final class ConnectionPool implements ChannelPool {
    static final int CLOSED_IN_A_ROW = 8;

    private final boolean keeps;
    private final Map<Object, ArrayDeque<Channel>> idle = new HashMap<>();
    private boolean refusing;
    private int closedInARow;
    private volatile boolean closed;

    /**
     * An empty pool.
     *
     * @param keeps whether it takes any
     */
    ConnectionPool(boolean keeps) {
        this.keeps = keeps;
    }

    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** A kept connection turned out closed when a request was written to it. */
    void metClosed() {
        closedInARow++;
        if (singleUse()) {
            closeIdle();
        }
    }

    /** Closes all idle connections. */
    void closeIdle() {
        List.copyOf(idle.keySet()).forEach(this::closeIdle);
    }

    /** A connection that had answered before has answered again: the server does keep them. */
    void keptAnswered() {
        if (!singleUse()) {
            closedInARow = 0;
        }
    }

    private boolean singleUse() {
        return closedInARow >= CLOSED_IN_A_ROW;
    }

    /** Live idle connections to an address; dead ones are forgotten. */
    int idle(Object key) {
        ArrayDeque<Channel> channels = idle.get(key);
        if (channels == null) {
            return 0;
        }
        channels.removeIf(channel -> !channel.isActive());
        return channels.size();
    }

    /** Closes all idle connections to an address. */
    void closeIdle(Object key) {
        ArrayDeque<Channel> channels = idle.remove(key);
        if (channels != null) {
            for (Channel channel : channels) {
                var unused = channel.close();
            }
        }
    }

    @Override
    public boolean offer(Channel channel, Object key) {
        // The answer may come before the request is written; the next one would wait behind the rest of it.
        if (closed || !keeps || singleUse() || ConnectionStamps.of(channel).sending()) {
            return false;
        }
        idle.computeIfAbsent(key, any -> new ArrayDeque<>()).addLast(channel);
        return true;
    }

    @Override
    public @Nullable Channel poll(Object key) {
        ArrayDeque<Channel> channels = refusing ? null : idle.get(key);
        if (channels == null) {
            return null;
        }
        Channel channel = channels.pollFirst();
        while (channel != null && !channel.isActive()) {
            channel = channels.pollFirst();
        }
        return channel;
    }

    /** A dead connection stays until it is met: finding it here would cost a walk over all others. */
    @Override
    public boolean removeAll(Channel channel) {
        return false;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void destroy() {
        closed = true;
    }

    @Override
    public void flushPartitions(Predicate<Object> predicate) {
        idle.keySet().stream().filter(predicate).toList().forEach(this::closeIdle);
    }

    @Override
    public Map<String, Long> getIdleChannelCountPerHost() {
        Map<String, Long> counts = new HashMap<>();
        idle.forEach((key, channels) -> counts.put(key.toString(), (long) channels.size()));
        return counts;
    }
}
