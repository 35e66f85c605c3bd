package io.infermark.load;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.SslEngineFactory;
import org.asynchttpclient.netty.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** The client's own engines, made ready by the first https connection: the JVM's authorities are dear to read, and most servers under test speak plain http. Connections open before the window. */
final class LazySslEngines implements SslEngineFactory {
    private @Nullable DefaultSslEngineFactory made;

    @Override
    public SSLEngine newSslEngine(AsyncHttpClientConfig config, String host, int port) {
        return engines(config).newSslEngine(config, host, port);
    }

    @Override
    public SSLEngine newSslEngine(AsyncHttpClientConfig config, String host, int port, boolean http2) {
        return engines(config).newSslEngine(config, host, port, http2);
    }

    private synchronized DefaultSslEngineFactory engines(AsyncHttpClientConfig config) {
        if (made == null) {
            DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
            try {
                factory.init(config);
            } catch (SSLException e) {
                throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
            }
            made = factory;
        }
        return made;
    }

    @Override
    public synchronized void destroy() {
        if (made != null) {
            made.destroy();
        }
    }
}
