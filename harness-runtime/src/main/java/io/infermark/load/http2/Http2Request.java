package io.infermark.load.http2;

import io.infermark.endpoint.PathAndQuery;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** A request in the form in which it is written, made before the window. */
public final class Http2Request {
    final Http2Origin origin;
    final Http2Headers headers;
    final byte[] body;

    private Http2Request(Http2Origin origin, Http2Headers headers, byte[] body) {
        this.origin = origin;
        this.headers = headers;
        this.body = body;
    }

    /**
     * A {@code POST}.
     *
     * @param body is not copied
     */
    public static Http2Request post(Http2Origin origin, URI uri, Map<String, String> headers, byte[] body) {
        Http2Headers all = new DefaultHttp2Headers(false)
                .method("POST")
                .scheme(origin.tls() ? "https" : "http")
                .authority(uri.getRawAuthority())
                .path(PathAndQuery.of(uri));
        headers.forEach((name, value) -> all.add(name.toLowerCase(Locale.ROOT), value));
        all.set("content-length", Integer.toString(body.length));
        return new Http2Request(origin, all, body);
    }
}
