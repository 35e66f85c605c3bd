/**
 * The load path over HTTP/2: requests as streams of connections that were opened and settled before the window.
 *
 * <p><b>Purpose.</b> What async-http-client is for HTTP/1.1. Its own HTTP/2 path was left, because a measuring client needs what it does not give (see
 * {@code docs/design-decisions.md}): connections opened ahead and settled, a chosen number of streams on each, the flush of one stream's last byte, a stream limit
 * whose wait is not hidden inside the request.
 *
 * <p><b>Data flow.</b> {@code Http2Client.send → Http2Link → Netty's framing and HPACK → socket}; back {@code socket → ReadClock} (one clock reading a read, before
 * TLS) {@code → Http2Link → StreamListener}. Netty's child channels are not used: a stream here is one small object.
 *
 * <p><b>Threading.</b> Everything is confined to one event loop; {@link io.infermark.load.http2.Http2Client#open} may be called from any thread.
 *
 * <p><b>Memory.</b> A DATA frame costs what Netty's frame reader allocates for it, nothing here.
 *
 * <p><b>Instants.</b> <em>read</em>: the socket read that completed the frame. <em>sent</em>: the clock right before the flush that took the frame with {@code END_STREAM} to the
 * socket, as over HTTP/1.1; where flow control or a full socket keeps the frame back, the clock after the write that took it.
 */
@NullMarked
package io.infermark.load.http2;

import org.jspecify.annotations.NullMarked;
