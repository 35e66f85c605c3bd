package io.infermark.result;

/** What upstream's script would have stopped with; the message is the last line of its traceback, such as {@code ValueError: …}. */
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UpstreamException(String type, String message) {
        super(type + ": " + message);
    }
}
