package io.infermark.endpoint;

import java.net.http.HttpClient;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context that is made when something first needs it. The JDK's HTTP client asks for one as soon as it is built, and reading the JVM's authorities with all that it takes costs more processor
 * time than the whole probe of an {@code http} server. Threads may share it.
 */
public final class LazyTls extends SSLContextSpi {
    private final Supplier<SSLContext> maker;
    private @Nullable SSLContext made;

    private LazyTls(Supplier<SSLContext> maker) {
        this.maker = maker;
    }

    /** Lets a client that is being built trust whom the JVM trusts, once it needs to. */
    public static void trustLikeTheJvm(HttpClient.Builder client) {
        set(client, LazyTls::ofTheJvm);
    }

    /** @param maker called once at most; what it throws reaches the connection that needed the context */
    static void set(HttpClient.Builder client, Supplier<SSLContext> maker) {
        if (System.getProperty("jdk.tls.client.protocols") != null) {
            client.sslContext(maker.get());
            return;
        }
        // A client without parameters asks its context for these.
        client.sslContext(new Context(new LazyTls(maker)))
                .sslParameters(new SSLParameters(null, new String[] {"TLSv1.3", "TLSv1.2"}));
    }

    private static SSLContext ofTheJvm() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JVM's own TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private synchronized SSLContext made() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        made().init(keys, trust, random);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return made().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return made().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return made().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return made().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return made().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return made().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return made().getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return made().getSupportedSSLParameters();
    }

    private static final class Context extends SSLContext {
        Context(LazyTls tls) {
            super(tls, null, "TLS");
        }
    }
}
