package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.RequestRecord;
import io.infermark.sim.RequestTruth;
import io.infermark.sim.SimTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The simulator's token events by request, to hold records against. */
final class SendLogJoin {
    private final Map<String, List<SimTruth.Event>> written = new HashMap<>();
    private final Map<String, RequestTruth> requests = new HashMap<>();
    private final long origin;

    private SendLogJoin(SimTruth truth, long origin) {
        this.origin = origin;
        for (int i = 0; i < truth.eventCount(); i++) {
            SimTruth.Event event = truth.event(i);
            RequestTruth request = truth.requests().get(event.requestIndex());
            requests.put(request.requestId(), request);
            if (event.tokens() > 0) {
                written.computeIfAbsent(request.requestId(), id -> new ArrayList<>())
                        .add(event);
            }
        }
    }

    static SendLogJoin of(SimTruth truth, LoadRig rig) {
        return new SendLogJoin(truth, rig.writer.epoch().nanoOrigin());
    }

    /** Every event that the server wrote was read, none before it was written; counts and orders are right. */
    void holdsFor(List<RequestRecord> records, int tokens) {
        for (RequestRecord record : records) {
            List<SimTruth.Event> events = written.getOrDefault(record.requestId(), List.of());
            assertThat(record.eventNanos()).hasSize(events.size()).isSorted();
            assertThat(record.usageOutputTokens()).isEqualTo(tokens);
            assertThat(events.stream().mapToInt(SimTruth.Event::tokens).sum()).isEqualTo(tokens);
            for (int i = 0; i < events.size(); i++) {
                assertThat(record.eventNanos()[i] + origin)
                        .as("read of event %d of %s", i, record.requestId())
                        .isGreaterThanOrEqualTo(events.get(i).writeNanos());
            }
            RequestTruth request = Objects.requireNonNull(requests.get(record.requestId()), record.requestId());
            assertThat(record.intendedNanos()).isLessThanOrEqualTo(record.sentNanos());
            assertThat(record.intendedNanos() + origin).isLessThanOrEqualTo(request.arrivalNanos());
            assertThat(record.firstByteNanos() + origin).isGreaterThanOrEqualTo(request.arrivalNanos());
            assertThat(record.doneNanos()).isGreaterThanOrEqualTo(record.eventNanos()[events.size() - 1]);
            assertThat(record.connectNanos() == 0).isEqualTo(record.reusedConnection());
        }
    }
}
