package io.infermark.endpoint;

import io.infermark.model.EndpointSpec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom an endpoint's https trusts and as whom it presents itself. A CA of one's own replaces the JVM's, it does not add to them. Host names are always checked.
 */
public final class EndpointTls {
    private static final String CA_OPTION = "caCertificate";
    private static final String CLIENT_OPTION = "clientCertificate";
    private static final char[] NO_PASSWORD = new char[0];

    private final List<X509Certificate> authorities;
    private final List<X509Certificate> clientChain;
    private final @Nullable PrivateKey clientKey;

    private EndpointTls(
            List<X509Certificate> authorities, List<X509Certificate> clientChain, @Nullable PrivateKey clientKey) {
        this.authorities = authorities;
        this.clientChain = clientChain;
        this.clientKey = clientKey;
    }

    /**
     * Reads the files that an endpoint names.
     *
     * @throws EndpointException {@code [TlsFileUnreadable]}, {@code [TlsFileMalformed]}, {@code [TlsKeyFormat]}, {@code [TlsKeyMismatch]}, {@code [TlsClientCertificateForm]}
     */
    public static EndpointTls of(EndpointSpec spec) {
        List<X509Certificate> authorities =
                spec.caCertificate().isEmpty() ? List.of() : PemFiles.certificates(spec.caCertificate(), CA_OPTION);
        if (spec.clientCertificate().isEmpty()) {
            return new EndpointTls(authorities, List.of(), null);
        }
        String[] files = spec.clientCertificate().split(",", -1);
        if (files.length != 2 || files[0].isBlank() || files[1].isBlank()) {
            throw EndpointException.configuration(
                    "TlsClientCertificateForm",
                    CLIENT_OPTION + " \"" + spec.clientCertificate()
                            + "\" is not of the form cert.pem,key.pem: two files, one comma.");
        }
        List<X509Certificate> chain = PemFiles.certificates(files[0].strip(), CLIENT_OPTION);
        PrivateKey key = PemFiles.privateKey(files[1].strip(), CLIENT_OPTION, chain.get(0));
        return new EndpointTls(authorities, chain, key);
    }

    /** Whether anything differs from the JVM's defaults. */
    public boolean custom() {
        return !authorities.isEmpty() || clientKey != null;
    }

    /** For the JDK's client. */
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    clientKey == null ? null : keyManagers(clientKey).getKeyManagers(),
                    authorities.isEmpty() ? null : trustManagers().getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw EndpointException.configuration("TlsSetup", "TLS cannot be set up: " + e.getMessage());
        }
    }

    /**
     * For Netty clients, on the JDK's engine.
     *
     * @param http2 whether to offer h2 besides HTTP/1.1
     */
    public SslContext nettyContext(boolean http2) {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        if (!authorities.isEmpty()) {
            builder.trustManager(authorities.toArray(X509Certificate[]::new));
        }
        if (clientKey != null) {
            builder.keyManager(clientKey, clientChain.toArray(X509Certificate[]::new));
        }
        if (http2) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2,
                    ApplicationProtocolNames.HTTP_1_1));
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw EndpointException.configuration("TlsSetup", "TLS cannot be set up: " + e.getMessage());
        }
    }

    private KeyManagerFactory keyManagers(PrivateKey key) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, NO_PASSWORD, clientChain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private TrustManagerFactory trustManagers() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    @Override
    public String toString() {
        return "EndpointTls[authorities=" + (authorities.isEmpty() ? "the JVM's" : authorities.size())
                + ", clientCertificate=" + (clientKey != null) + "]";
    }
}
