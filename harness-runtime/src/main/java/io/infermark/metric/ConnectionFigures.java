package io.infermark.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the requests of a window got to the server, over all that have a record.
 *
 * @param protocols requests by what carried them: {@code HTTP/1.1}, {@code HTTP/2}, or {@code none} where no connection came about
 * @param tls requests over TLS
 * @param streams requests open on a connection as one more was written, that one included: 1 over HTTP/1.1
 * @param opened requests that had to open a connection: their wait for it is in their latency
 * @param connectMs time spent opening it, TLS and HTTP/2's settings included
 */
public record ConnectionFigures(
        SortedMap<String, Integer> protocols, int tls, Distribution streams, int opened, Distribution connectMs) {
    /** Of a file that does not say. */
    public static final ConnectionFigures UNKNOWN =
            new ConnectionFigures(new TreeMap<>(), 0, Distribution.EMPTY, 0, Distribution.EMPTY);

    public ConnectionFigures {
        protocols = Collections.unmodifiableSortedMap(new TreeMap<>(protocols));
    }

    /** HTTP version in a word, such as {@code HTTP/2} or {@code HTTP/1.1 and none}; empty if it is not known. */
    public String protocol() {
        return String.join(" and ", protocols.keySet());
    }

    /** {@code TLS}, {@code cleartext}, {@code partly TLS}; empty if it is not known. */
    public String security() {
        int carried = protocols.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(io.infermark.record.Transport.NONE.protocol()))
                .mapToInt(java.util.Map.Entry::getValue)
                .sum();
        if (carried == 0) {
            return "";
        }
        if (tls == 0) {
            return "cleartext";
        }
        return tls == carried ? "TLS" : "partly TLS";
    }
}
