package io.infermark.load;

import io.infermark.endpoint.PathAndQuery;
import io.infermark.endpoint.PreparedRequest;
import io.infermark.endpoint.RequestHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request over HTTP/1.1 in the bytes in which it is written, made before the window. Immutable. */
final class Http1Request {
    private final Template template;
    private final byte[] head;
    private final byte[] body;

    private Http1Request(Template template, byte[] head, byte[] body) {
        this.template = template;
        this.head = head;
        this.body = body;
    }

    /** Under which the pool keeps connections that it can go over. */
    Object poolKey() {
        return template.poolKey;
    }

    /** Whether it lets the server keep the connection. */
    boolean keepsConnection() {
        return template.keepsConnection;
    }

    /** A copy for the socket. */
    ByteBuf bytes(ByteBufAllocator allocator) {
        return allocator
                .directBuffer(head.length + body.length)
                .writeBytes(head)
                .writeBytes(body);
    }

    /** What all requests to one address have in common. Immutable. */
    static final class Template {
        private final URI uri;
        private final Object poolKey;
        private final boolean keepsConnection;
        private final byte[] common;

        /**
         * The same headers as async-http-client writes when it opens a connection for a request.
         *
         * @param headers in the order in which they are sent; those that HTTP needs are added
         * @throws IllegalArgumentException {@code [HeaderMalformed]} if one would break out of its line
         */
        Template(URI uri, Object poolKey, Map<String, String> headers) {
            this.uri = uri;
            this.poolKey = poolKey;
            keepsConnection = !"close".equalsIgnoreCase(value(headers, "Connection"));
            StringBuilder text =
                    new StringBuilder("POST ").append(PathAndQuery.of(uri)).append(" HTTP/1.1\r\n");
            headers.forEach((name, value) -> append(text, name, value));
            if (value(headers, "Host") == null) {
                append(text, "host", host(uri));
            }
            if (value(headers, "Accept") == null) {
                append(text, "accept", "*/*");
            }
            if (value(headers, "User-Agent") == null) {
                append(text, "user-agent", ClientLoop.USER_AGENT);
            }
            common = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        private static @Nullable String value(Map<String, String> headers, String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }

        private static void append(StringBuilder text, String name, String value) {
            if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                throw new IllegalArgumentException("[HeaderMalformed] the header \""
                        + name.replaceAll("[\\r\\n\\x00].*", "…") + "\" has a line break in it. A header is one line.");
            }
            text.append(name).append(": ").append(value).append("\r\n");
        }

        private static String host(URI uri) {
            boolean usual =
                    uri.getPort() < 0 || uri.getPort() == ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
            return usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        }

        boolean fits(URI other) {
            return uri.equals(other);
        }

        Http1Request with(PreparedRequest prepared) {
            String own = RequestHeaders.REQUEST_ID + ": " + prepared.requestId() + "\r\ncontent-length: "
                    + prepared.body().length + "\r\n\r\n";
            byte[] head = new byte[common.length + own.length()];
            System.arraycopy(common, 0, head, 0, common.length);
            System.arraycopy(own.getBytes(StandardCharsets.ISO_8859_1), 0, head, common.length, own.length());
            return new Http1Request(this, head, prepared.body());
        }
    }
}
