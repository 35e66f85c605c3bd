package io.infermark.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What really happened: counters, requests and the send log, a snapshot that no longer changes. Times are
 * {@link System#nanoTime()} of the simulator's JVM; on Linux all JVMs of a host share that clock.
 */
public final class SimTruth {
    /** The send log's columns, one entry an event. */
    static final class Columns {
        final int[] request;
        final long[] due;
        final long[] write;
        final int[] tokens;
        final int[] bytes;

        Columns(int events) {
            request = new int[events];
            due = new long[events];
            write = new long[events];
            tokens = new int[events];
            bytes = new int[events];
        }
    }

    /**
     * One event of the send log.
     *
     * @param requestIndex index in {@link SimTruth#requests()}
     * @param dueNanos when it should have been written
     * @param writeNanos just before it was handed to the socket; of an event that was cut, its last piece
     * @param tokens output tokens it holds, 0 for role, usage, progress, ping and {@code [DONE]}
     * @param bytes its size with line ends, without chunk framing
     */
    public record Event(int requestIndex, long dueNanos, long writeNanos, int tokens, int bytes) {}

    private final Map<String, Long> counters;
    private final List<RequestTruth> requests;
    private final Columns columns;

    SimTruth(Map<String, Long> counters, List<RequestTruth> requests, Columns columns) {
        this.counters = Map.copyOf(counters);
        this.requests = List.copyOf(requests);
        this.columns = columns;
    }

    /** All counters by name; see the accessors for their meaning. */
    public Map<String, Long> counters() {
        return counters;
    }

    private long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    /** Generation requests received, refused ones included. */
    public long requestCount() {
        return counter("requests");
    }

    /** Requests answered to the end. */
    public long completed() {
        return counter("completed");
    }

    /** Requests answered with an HTTP error. */
    public long refused() {
        return counter("refused");
    }

    /** Requests ended by an injected fault. */
    public long faulted() {
        return counter("faulted");
    }

    /** Requests whose client went away. */
    public long aborted() {
        return counter("aborted");
    }

    /** Prompt tokens of all accepted requests. */
    public long promptTokens() {
        return counter("prompt_tokens");
    }

    /** Output tokens in all events written. */
    public long outputTokens() {
        return counter("output_tokens");
    }

    /** Prompt tokens found in the prefix cache. */
    public long prefixHits() {
        return counter("prefix_hits");
    }

    public long preemptions() {
        return counter("preemptions");
    }

    /** Steps of the engine model. */
    public long steps() {
        return counter("steps");
    }

    /** Most sequences that ran in one step. */
    public long mostRunning() {
        return counter("most_running");
    }

    /** Connections accepted. */
    public long connections() {
        return counter("connections");
    }

    /** Events that the full log did not take. */
    public long droppedEvents() {
        return counter("dropped_events");
    }

    /** Generation requests in order of their arrival. */
    public List<RequestTruth> requests() {
        return requests;
    }

    public int eventCount() {
        return columns.due.length;
    }

    /** The i-th event in order of writing. */
    public Event event(int i) {
        return new Event(columns.request[i], columns.due[i], columns.write[i], columns.tokens[i], columns.bytes[i]);
    }

    /** The events of one request in order; empty for an unknown id. Of several requests with the id, all. */
    public List<Event> events(String requestId) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < eventCount(); i++) {
            if (requests.get(columns.request[i]).requestId().equals(requestId)) {
                events.add(event(i));
            }
        }
        return events;
    }

    /**
     * The simulator's own lateness: write minus due over all token events.
     *
     * @param quantile from 0 (least) to 1 (greatest), nearest rank
     * @return nanoseconds, 0 without token events
     */
    public long latenessNanos(double quantile) {
        long[] late = new long[eventCount()];
        int count = 0;
        for (int i = 0; i < late.length; i++) {
            if (columns.tokens[i] > 0) {
                late[count++] = columns.write[i] - columns.due[i];
            }
        }
        if (count == 0) {
            return 0;
        }
        Arrays.sort(late, 0, count);
        int rank = (int) Math.ceil(quantile * count);
        return late[Math.min(count - 1, Math.max(0, rank - 1))];
    }

    Columns columns() {
        return columns;
    }
}
