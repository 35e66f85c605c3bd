package io.infermark.load;

import java.net.URI;

/** A server in this process for the client's warm-up. */
interface WarmUpServer extends AutoCloseable {
    URI uri();

    @Override
    void close();
}
