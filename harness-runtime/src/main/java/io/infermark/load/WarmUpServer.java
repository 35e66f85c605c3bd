package io.infermark.load;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;

/** A server in this process for the client's warm-up. */
interface WarmUpServer extends AutoCloseable {
    URI uri();

    /** Of a server that listens there. */
    static URI uri(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":"
                + address.getPort());
    }

    @Override
    void close();
}
