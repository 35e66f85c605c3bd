package io.infermark.load;

import io.infermark.endpoint.PreparedRequest;
import io.infermark.endpoint.RequestHeaders;
import io.infermark.load.http2.Http2Origin;
import io.infermark.load.http2.Http2Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.channel.ChannelPoolPartitioning;
import org.asynchttpclient.uri.Uri;
import org.jspecify.annotations.Nullable;

/** Makes the client's requests for a target whose hosts were looked up once, so that no name is resolved in a window. */
final class RequestFactory {
    private final LoadTarget target;
    private final List<@Nullable InetAddress> addresses;

    private final SourceAddresses sources;
    private final boolean multiplexed;
    private final boolean kept;
    private final Http1Request.@Nullable Template[] templates;

    private RequestFactory(
            LoadTarget target,
            List<@Nullable InetAddress> addresses,
            SourceAddresses sources,
            ConnectionOptions connections) {
        this.target = target;
        this.addresses = addresses;
        this.sources = sources;
        multiplexed = connections.protocol().multiplexed();
        kept = connections.kept();
        templates = new Http1Request.@Nullable Template[addresses.size()];
    }

    /** Looks the hosts up. An unknown one stays so, and its requests fail as rows. */
    static RequestFactory resolve(LoadTarget target, LoadOptions options, SourceAddresses sources) {
        List<@Nullable InetAddress> addresses = new ArrayList<>();
        for (URI uri : target.openUris()) {
            addresses.add(address(uri, (int)
                    Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis())));
        }
        return new RequestFactory(target, addresses, sources, options.connections());
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
        Uri uri = Uri.create(target.openUris().get(url).toString());
        return ChannelPoolPartitioning.PerHostChannelPoolPartitioning.INSTANCE.getPartitionKey(uri, null, null);
    }

    /** For the one thread that prepares requests. */
    Outbound outbound(PreparedRequest prepared) {
        return multiplexed
                ? new Outbound(prepared, this, null, multiplexed(prepared))
                : new Outbound(prepared, this, kept ? plain(prepared) : null, null);
    }

    /** The same for the HTTP client. */
    Request request(PreparedRequest prepared) {
        RequestBuilder builder = builder("POST", prepared.uri(), prepared.urlIndex(), sources.of(prepared.index()))
                .setBody(prepared.body())
                .setHeader(RequestHeaders.REQUEST_ID, prepared.requestId());
        if (!kept) {
            builder.setHeader("Connection", "close");
        }
        return builder.build();
    }

    private Http1Request plain(PreparedRequest prepared) {
        Http1Request.Template template = templates[prepared.urlIndex()];
        if (template == null || !template.fits(prepared.uri())) {
            template = new Http1Request.Template(prepared.uri(), poolKey(prepared.urlIndex()), target.headers());
            templates[prepared.urlIndex()] = template;
        }
        return template.with(prepared);
    }

    private Http2Request multiplexed(PreparedRequest prepared) {
        Map<String, String> headers = new LinkedHashMap<>(target.headers());
        headers.put(RequestHeaders.REQUEST_ID, prepared.requestId());
        headers.putIfAbsent("User-Agent", ClientLoop.USER_AGENT);
        return Http2Request.post(origin(prepared.urlIndex()), prepared.uri(), headers, prepared.body());
    }

    /** The server of a URL, over HTTP/2. */
    Http2Origin origin(int url) {
        URI uri = target.openUris().get(url);
        InetAddress address = addresses.get(url);
        InetSocketAddress socket = address == null
                ? InetSocketAddress.createUnresolved(uri.getHost(), port(uri))
                : new InetSocketAddress(address, port(uri));
        return new Http2Origin(socket, uri.getHost(), "https".equalsIgnoreCase(uri.getScheme()));
    }

    /** The addresses that are known. */
    List<InetAddress> knownAddresses() {
        return addresses.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** The request that opens a connection to a URL. */
    Request opening(int url) {
        return builder("GET", target.openUris().get(url), url, sources.next()).build();
    }

    private RequestBuilder builder(String method, URI uri, int url, @Nullable InetAddress source) {
        RequestBuilder builder = new RequestBuilder(method, true).setUri(Uri.create(uri.toString()));
        InetAddress address = addresses.get(url);
        if (address != null) {
            builder.setAddress(address);
        }
        if (source != null) {
            builder.setLocalAddress(source);
        }
        target.headers().forEach(builder::setHeader);
        return builder;
    }
}
