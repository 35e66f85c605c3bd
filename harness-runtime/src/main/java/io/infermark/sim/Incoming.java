package io.infermark.sim;

import org.jspecify.annotations.Nullable;

/** A request as either HTTP version brought it. */
@SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
record Incoming(
        String method,
        String uri,
        @Nullable String authorization,
        String requestId,
        String options,
        String fault,
        byte[] body,
        Arrival arrival) {
    static final String REQUEST_ID = "X-Request-Id";
    static final String OPTIONS = "X-Sim-Options";
    static final String FAULT = "X-Sim-Fault";

    String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
