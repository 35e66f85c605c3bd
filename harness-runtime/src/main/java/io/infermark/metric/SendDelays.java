package io.infermark.metric;

import io.infermark.model.Load;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How late sends left. Under a cap of an open loop a request may only leave when a place is free; that wait is the cap's doing and not the client's, so lateness counts from the
 * instant at which it was due <em>and</em> a place was free. The places are replayed from the records: the next request takes the place that became free first. One that never left took a place without sending, or waited for one until the end.
 */
final class SendDelays {
    private final DoubleSeries lateNanos = new DoubleSeries();
    private int onTime;
    private int heldBack;
    private int heldToTheEnd;

    /** @param left when it was sent; one that never was counts from when it was given up */
    private record Flight(long due, long left, long done, boolean sent) {}

    private final List<Flight> flights = new ArrayList<>();

    void add(long dueNanos, long sentNanos, long doneNanos) {
        flights.add(new Flight(dueNanos, sentNanos, doneNanos, true));
    }

    /** A request that was given up before it was sent. */
    void addUnsent(long dueNanos, long doneNanos) {
        flights.add(new Flight(dueNanos, doneNanos, doneNanos, false));
    }

    /** Replays the window; call once, after the last {@link #add}. */
    void replay(Load load, long boundNanos) {
        int cap = load instanceof Load.Open open ? open.maxConcurrency() : 0;
        flights.sort(Comparator.comparingLong(Flight::left));
        PriorityQueue<Long> places = new PriorityQueue<>();
        for (Flight flight : flights) {
            long free = flight.due();
            if (cap > 0) {
                if (places.size() == cap) {
                    free = Math.max(free, places.remove());
                }
                places.add(flight.done());
            }
            if (free > flight.due() + boundNanos) {
                heldBack++;
                heldToTheEnd += flight.sent() ? 0 : 1;
            }
            if (!flight.sent()) {
                continue;
            }
            // A place seen to be free only after the send is the stamp's doing: the stream closed before its last read
            // was stamped.
            long late = Math.max(0, flight.left() - Math.min(free, flight.left()));
            lateNanos.add((double) late);
            if (late <= boundNanos) {
                onTime++;
            }
        }
        flights.clear();
    }

    void absorb(SendDelays other) {
        lateNanos.addAll(other.lateNanos);
        onTime += other.onTime;
        heldBack += other.heldBack;
        heldToTheEnd += other.heldToTheEnd;
    }

    int onTime() {
        return onTime;
    }

    /** Requests that waited for a place, whether they left or not. */
    int heldBack() {
        return heldBack;
    }

    /** Those of them that never left. */
    int heldToTheEnd() {
        return heldToTheEnd;
    }

    /** p99 of the lateness by interpolation, however few sends there are; 0 without any. */
    double p99Nanos() {
        return lateNanos.size() == 0 ? 0 : DoubleSeries.percentile(lateNanos.sorted(), 99);
    }
}
