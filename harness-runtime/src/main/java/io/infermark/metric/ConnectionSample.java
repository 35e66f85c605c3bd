package io.infermark.metric;

import io.infermark.record.RequestRecord;
import io.infermark.record.Transport;
import java.util.SortedMap;
import java.util.TreeMap;

/** What carried the requests of a sample. */
final class ConnectionSample {
    private final SortedMap<String, Integer> protocols = new TreeMap<>();
    private final DoubleSeries streams = new DoubleSeries();
    private final DoubleSeries connectMs = new DoubleSeries();
    private int tls;

    void add(RequestRecord request) {
        Transport transport = request.transport();
        protocols.merge(transport.protocol(), 1, Integer::sum);
        tls += transport.tls() ? 1 : 0;
        if (transport.streams() > 0) {
            streams.add(transport.streams());
            if (!request.reusedConnection()) {
                connectMs.add(request.connectNanos() / 1e6);
            }
        }
    }

    void absorb(ConnectionSample other) {
        other.protocols.forEach((protocol, count) -> protocols.merge(protocol, count, Integer::sum));
        streams.addAll(other.streams);
        connectMs.addAll(other.connectMs);
        tls += other.tls;
    }

    ConnectionFigures figures() {
        return new ConnectionFigures(
                protocols, tls, streams.distribution(), connectMs.size(), connectMs.distribution());
    }
}
