package io.infermark.load;

import io.infermark.endpoint.PreparedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.uri.Uri;
import org.jspecify.annotations.Nullable;

/** Makes the client's requests for a target whose hosts were looked up once, so that no name is resolved in a window. */
final class RequestFactory {
    private static final String REQUEST_ID = "X-Request-Id";

    private final LoadTarget target;
    private final List<@Nullable InetAddress> addresses;

    private RequestFactory(LoadTarget target, List<@Nullable InetAddress> addresses) {
        this.target = target;
        this.addresses = addresses;
    }

    /** Looks the hosts up. An unknown one stays so, and its requests fail as rows. */
    static RequestFactory resolve(LoadTarget target, Duration connectTimeout) {
        List<@Nullable InetAddress> addresses = new ArrayList<>();
        for (URI uri : target.openUris()) {
            addresses.add(address(uri, (int) Math.min(Integer.MAX_VALUE, connectTimeout.toMillis())));
        }
        return new RequestFactory(target, addresses);
    }

    /** Of several addresses ({@code localhost} has two) the first that accepts a connection. */
    private static @Nullable InetAddress address(URI uri, int timeoutMillis) {
        InetAddress[] found;
        try {
            String host = uri.getHost();
            found = InetAddress.getAllByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (UnknownHostException e) {
            return null;
        }
        if (found.length == 1) {
            return found[0];
        }
        for (InetAddress address : found) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port(uri)), timeoutMillis);
                return address;
            } catch (IOException e) {
                // The next one may answer; if none does, the rows say so.
            }
        }
        return found[0];
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    int urls() {
        return addresses.size();
    }

    /** Under which the pool keeps connections of a URL. */
    Object poolKey(int url) {
        return Uri.create(target.openUris().get(url).toString()).getBaseUrl();
    }

    Outbound outbound(PreparedRequest prepared) {
        RequestBuilder builder = builder("POST", prepared.uri(), prepared.urlIndex());
        builder.setBody(prepared.body());
        builder.setHeader(REQUEST_ID, prepared.requestId());
        return new Outbound(prepared, builder.build());
    }

    /** The request that opens a connection to a URL. */
    Request opening(int url) {
        return builder("GET", target.openUris().get(url), url).build();
    }

    private RequestBuilder builder(String method, URI uri, int url) {
        RequestBuilder builder = new RequestBuilder(method, true).setUri(Uri.create(uri.toString()));
        InetAddress address = addresses.get(url);
        if (address != null) {
            builder.setAddress(address);
        }
        target.headers().forEach(builder::setHeader);
        return builder;
    }
}
