package io.infermark.load;

import io.infermark.record.Transport;
import org.jspecify.annotations.Nullable;

/** One sending of a request, over whichever protocol. Event-loop confined. */
interface Sending {
    /** Whether it repeats one that met a closed connection. */
    boolean resend();

    boolean reused();

    /** Whether the server answered on a connection on which it had answered a request before; one that was only opened ahead of the window proves nothing. */
    boolean keptAfterAnswer();

    long connectNanos();

    long sentNanos();

    long firstByteNanos();

    int status();

    @Nullable
    String contentType();

    /** As the server said it; null if it said none. */
    @Nullable
    String contentEncoding();

    /** Whether it had a connection. */
    boolean connected();

    /** Whether nothing of an answer was read, nor a refusal by the server. */
    boolean unanswered();

    Transport transport();

    /** Forgets the exchange: nothing of this sending reaches it any more. */
    void detach();

    /** Ends the sending from our side; the exchange has been detached before. */
    void cancel(Throwable reason);
}
