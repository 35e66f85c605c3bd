package io.infermark.record;

/** How a request ended. Everything but {@link #OK} is a failure, which is a row of its own and never left out. */
public enum Outcome {
    /** Complete. */
    OK("ok"),
    /** No connection could be opened. */
    CONNECT("connect"),
    /** The server closed or reset the connection before the stream was complete. */
    CUT("cut"),
    /** An HTTP status other than 2xx. */
    HTTP_STATUS("http-status"),
    /** A 2xx answer that is no event stream. */
    NOT_SSE("not-sse"),
    /** An error object inside a 200 stream. */
    STREAM_ERROR("stream-error"),
    /** A stream that ended with neither {@code [DONE]} nor a finish reason, or whose bytes are no valid stream. */
    MALFORMED("malformed"),
    /** The stream was complete and held no token. */
    EMPTY("empty"),
    /** The deadline of the request or of the iteration passed. */
    TIMEOUT("timeout"),
    /** The run was interrupted while the request was in flight. */
    INTERRUPTED("interrupted");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** The name in results. */
    public String label() {
        return label;
    }
}
