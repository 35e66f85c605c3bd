/**
 * Server-sent events, by bytes: what a token stream says, without parsing it twice or keeping it.
 *
 * <p><b>Purpose.</b> {@link io.infermark.sse.StreamScanner} takes the decoded body of one answer in the pieces in which the socket gave it, cut anywhere, and reports
 * each event that carries tokens to an {@link io.infermark.sse.EventSink} with the instant of the read that completed it. After the end it says what the
 * server counted, how the tokens of events were counted, and how the stream ended.
 *
 * <p><b>Data flow.</b> bytes → lines and events ({@code StreamScanner}) → members of one JSON payload ({@code ChunkReader}, {@code NativeMembers} over
 * {@code JsonCursor}, into a {@code Chunk}) → tokens of the event and usage of the request ({@code TokenTally}) → sink. A payload is walked once, strictly and with
 * respect to nesting, so that neither text nor a member of another object can pass for a key; it is taken into account only after it has proved to be whole. Successive events of a stream differ only in a few values, so an event that is whole in one read
 * is first compared with the shape of the last one ({@code EventTemplate}), which reads those values only and gives exactly what the walk gives.
 *
 * <p><b>Framing.</b> The event stream format of the HTML standard: LF, CRLF or CR; comments; several {@code data} lines; no space after the colon; a byte order
 * mark. An event is complete with the first byte of the line end that closes its blank line. Beyond the standard, and needed for real servers: a last event
 * without its blank line counts when the body ends; a field named {@code error} (older llama.cpp) and an {@code error} event without data (Dynamo) are
 * errors.
 *
 * <p><b>Threading.</b> A scanner belongs to one exchange at a time and to one thread; it is reused by {@code reset()}. Nothing is locked.
 *
 * <p><b>Memory.</b> Nothing is allocated per token event. Bytes are copied only when a read ends inside an event, into a buffer that grows up to a cap and is
 * given back by {@code reset()}. Text is decoded only for a failure's message. Sees no Netty; Jackson's streaming core only in {@code ErrorBody}.
 */
@NullMarked
package io.infermark.sse;

import org.jspecify.annotations.NullMarked;
