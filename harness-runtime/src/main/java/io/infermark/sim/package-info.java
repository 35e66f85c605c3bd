/**
 * The embedded engine: an OpenAI-compatible server that simulates an inference engine and knows the truth about every
 * event it sent.
 *
 * <p><b>Purpose.</b> It is the server of the samples, the self-check of the load generator and the reference of the
 * accuracy tests. Nothing it reports is a measurement of a model, so every response carries
 * {@code X-Infermark-Provenance: simulated}.
 *
 * <p><b>Data flow.</b> {@link io.infermark.sim.SimServer} binds a socket. Each request is stamped at its first socket
 * read, parsed into a {@code GenerationRequest}, and becomes an {@code Exchange} with one {@code Generation} a choice.
 * Tokens become due from one of two timing models: {@code fixed} (token i is due at arrival + ttft + i * itl, or as {@code FixedTiming} says) or
 * {@code engine} ({@code EngineModel}, a continuous-batching step model driven by a clock). What a socket brought waits in the
 * {@code Inbox} and due work in the {@code Pacer}; {@code LoopTurns} says in which order the loop serves them. When it is due, the exchange renders the event in the dialect's format, writes it, and notes due time,
 * write time, tokens and bytes in the {@code SendLog}. {@link io.infermark.sim.SimTruth} is a snapshot of that log and
 * of the counters.
 *
 * <p><b>Threading.</b> One event loop thread owns all state: no locks, no shared mutable state. Large bodies are parsed
 * on a second thread and handed back. A snapshot is taken on the loop, so it is consistent at any time and exact once
 * the traffic has ended.
 *
 * <p><b>Memory rule.</b> Writing a token allocates nothing of ours: events are built in one reused byte array, network
 * buffers are pooled, the log is made of preallocated primitive blocks.
 *
 * <p><b>Lateness.</b> The log states the simulator's own error: write minus due. What decides it is a core for the loop
 * thread and compiled code: give a simulator that is to serve hundreds of streams its own JVM, {@code warm-up=2s}, and a
 * core that the client does not use. One loopback write of one event costs some microseconds in the kernel, so one core
 * ends at about a hundred thousand events a second; near that, lateness grows without bound and the log shows it.
 *
 * <p><b>Clock.</b> All times are {@link System#nanoTime()}. On Linux that is {@code CLOCK_MONOTONIC}, one clock for all
 * processes of a host, so the log of a simulator in its own JVM joins with the client's log without correction. On
 * other systems the origin may differ between JVMs: there, join only in-process logs.
 *
 * <p><b>The kernel's receive time of a request is left out</b>: for TCP it comes only as control data of {@code recvmsg} ({@code SO_TIMESTAMPNS}), which neither the JDK nor
 * Netty's native transports read; {@code TCP_INFO}, which Netty does read, has milliseconds. (Native access from Java 22 on could; this project runs on 17.) So arrival is the
 * first socket read, and the log has two more instants of each request, {@code TurnClock}'s: when the selector woke up in that turn, and when it had last been asked in vain. The
 * kernel received the request between the latter and the read. A burst that one thread reads one after the other is so seen as what it is: reads that are late, by up to that width.
 *
 * <p><b>HTTP versions and TLS.</b> The first bytes of a connection (or ALPN, with {@code tls=true}) decide between HTTP/1.1 ({@code Connection}) and HTTP/2 ({@code Http2Connection}).
 * Both hand an {@code Incoming} to the {@code RequestRouter} and are written to as a {@code Reply}; engine model, faults and send log know nothing of them. HTTP/2 uses Netty's
 * framing, HPACK and flow control directly. Its child channels were left: each would cost a pipeline a stream and three objects an event. An event is one DATA frame. A GOAWAY
 * names no last stream, and requests that cross it are refused with {@code REFUSED_STREAM}.
 */
@NullMarked
package io.infermark.sim;

import org.jspecify.annotations.NullMarked;
