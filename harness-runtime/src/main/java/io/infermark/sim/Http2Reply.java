package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 stream: the request as it comes, then its answer. An event is one DATA frame. */
final class Http2Reply implements Reply {
    private static final int MOST_BYTES = 64 << 20;

    private final Http2Connection connection;
    private final int streamId;
    private final Http2Headers request;
    private final Arrival arrival;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    private @Nullable Exchange exchange;
    private @Nullable EventWriter writer;

    Http2Reply(Http2Connection connection, int streamId, Http2Headers request, Arrival arrival) {
        this.connection = connection;
        this.streamId = streamId;
        this.request = request;
        this.arrival = arrival;
    }

    /** A part of the request's body. */
    void body(ByteBuf data) {
        if (body.size() + data.readableBytes() > MOST_BYTES) {
            connection.reset(streamId, Http2Error.ENHANCE_YOUR_CALM);
            return;
        }
        try {
            data.readBytes(body, data.readableBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The request is complete. */
    void complete() {
        Incoming incoming = new Incoming(
                text(Http2Headers.PseudoHeaderName.METHOD.value(), ""),
                text(Http2Headers.PseudoHeaderName.PATH.value(), "/"),
                header("authorization"),
                text(AsciiString.of("x-request-id"), ""),
                text(AsciiString.of("x-sim-options"), ""),
                text(AsciiString.of("x-sim-fault"), ""),
                body.toByteArray(),
                arrival);
        connection.take(incoming, this);
    }

    private @Nullable String header(String name) {
        CharSequence value = request.get(name);
        return value == null ? null : value.toString();
    }

    private String text(AsciiString name, String absent) {
        CharSequence value = request.get(name);
        return value == null ? absent : value.toString();
    }

    /** The stream is closed, by either side. */
    void gone() {
        if (exchange != null) {
            exchange.abort();
            exchange = null;
        }
        if (writer != null) {
            writer.discardHeld();
            writer = null;
        }
    }

    @Override
    public boolean active() {
        return connection.active(streamId);
    }

    @Override
    public boolean chunked() {
        return false;
    }

    @Override
    public void head(int status, String contentType, int length, String... more) {
        Http2Headers head = new DefaultHttp2Headers(false)
                .status(Integer.toString(status))
                .add("server", connection.serverName())
                .add("x-infermark-provenance", "simulated")
                .add("content-type", contentType);
        for (int i = 0; i < more.length; i += 2) {
            head.add(AsciiString.of(more[i]).toLowerCase(), more[i + 1]);
        }
        if (length >= 0) {
            head.add("content-length", Integer.toString(length));
        }
        connection.send(streamId, head);
    }

    @Override
    public void write(ByteBuf part) {
        connection.send(streamId, part, false);
    }

    @Override
    public void flush() {
        connection.flushAll();
    }

    @Override
    public void answered() {
        exchange = null;
        writer = null;
        connection.send(streamId, Unpooled.EMPTY_BUFFER, true);
        connection.flushAll();
    }

    @Override
    public void running(Exchange started, EventWriter events) {
        exchange = started;
        writer = events;
    }

    @Override
    public void reset() {
        connection.reset(streamId, Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void close() {
        connection.closeAll();
    }

    @Override
    public void halfClose() {
        connection.shutdownOutput();
    }

    @Override
    public void goAway() {
        connection.announceEnd();
    }
}
