/**
 * The load generator: requests out, instants of their tokens in.
 *
 * <p><b>Purpose.</b> The measuring instrument. It knows nothing of metrics, servers or prompts: prepared requests go in, {@link io.infermark.record.RequestRecord records} come
 * out, and {@link io.infermark.load.LoaderHealth} says how far the instrument itself can be trusted.
 *
 * <p><b>Data flow.</b> {@code RequestSource → RequestQueue} (own thread, ahead of the sends) {@code → LoopWindow} (closed loop: a stream became free; open loop: the
 * {@code Pacer}'s thread says that it is due) {@code → Exchange → Attempt → KeptConnection → socket}; where no connection stands open, through async-http-client, which opens one. Back: {@code socket → ConnectionStamps} (one clock reading a read, before TLS
 * and codec) {@code → ChunkShortcut → Attempt → StreamScanner → EventLog}: the tokens of an answer go past the HTTP codec and the client, its head and its end through the codec. Over epoll and without TLS
 * the tokens do not even enter the connection's pipeline ({@code DirectReads}). Reads go before sends ({@code SpinThenBlock}). At the end of the request a row goes into the loop's {@code RecordLane}, which the writer's thread empties.
 *
 * <p><b>Threading.</b> Loops share nothing: each {@code ClientLoop} has its client, pool, lane and streams, and all of these are confined to its thread, so the
 * hot path has no lock. A loop asks its selector for a moment longer before it blocks ({@code SpinThenBlock}). What loops share of a window ({@code WindowState}, {@code RequestQueue}) is touched a few times a request.
 *
 * <p><b>Memory.</b> A token event allocates nothing here; where an answer's chunks are cut or unusual, the codec and async-http-client allocate about 90 bytes for each. A request allocates its {@code Attempt}, its
 * row's head and what the client needs. Everything else belongs to a stream and is used again.
 *
 * <p><b>Instants.</b> <em>intended</em>: when the schedule said, or when the stream became free. <em>sent</em>: right before the flush of the request's last byte.
 * <em>read</em>: the socket read that completed the event. Connecting is not latency: connections are opened before the window, and a request that had to open one
 * says so. Late is sent late, and recorded; nothing is dropped or moved.
 *
 * <p><b>Lateness of its own.</b> A tick every ten milliseconds waits to be read like a token ({@code ReadProbe}); with sent minus intended it is what the certificate judges.
 *
 * <p><b>Endings.</b> A write that fails waits for what the server has said ({@code RequestWrite}). Every request that was due becomes exactly one row, whatever happens. Deadlines are kept by the loop's tick; every wait of the session is bounded.
 *
 * <p><b>Protocols.</b> HTTP/1.1, plain and TLS, over connections of async-http-client: {@code Attempt}. HTTP/2 through {@link io.infermark.load.http2}: {@code StreamAttempt}. Both are a
 * {@code Sending} to the {@code Exchange}; stamps belong to the exchange, by connection or by stream.
 */
@NullMarked
package io.infermark.load;

import org.jspecify.annotations.NullMarked;
