/**
 * What stands between an endpoint's description and the bytes of a request: secrets, TLS, what the server is and can do, and request bodies.
 *
 * <p><b>Purpose.</b> Everything that can be known of a server is found out before the first measured request ({@link io.infermark.endpoint.EndpointProbe}), and everything that can
 * be built before a window is built before it ({@link io.infermark.endpoint.RequestBodies}), so that the load generator does nothing but send and read.
 *
 * <p><b>Data flow.</b> {@link io.infermark.spi.Endpoint} → {@link io.infermark.endpoint.EndpointProbe} → {@link io.infermark.endpoint.EndpointFacts} →
 * {@link io.infermark.endpoint.EndpointPrompts} (the best prompt source that facts and a local tokenizer allow) → {@link io.infermark.endpoint.RequestBodies} → load
 * generator.
 *
 * <p><b>Dialects.</b> Servers of the OpenAI API differ in what they take beyond it and in what they do with fields that they do not know: ignore (llama.cpp, vLLM), refuse with 400
 * (TensorRT-LLM) or 422 (transformers). So a field that is not in the OpenAI API is sent only to a dialect that is known to take it, and a tiny real request confirms it before any
 * window ({@link io.infermark.endpoint.Dialect} states the facts and where they are from).
 *
 * <p><b>Secrets.</b> A value is read by {@link io.infermark.endpoint.SecretStore} in the process that sends it and lives in {@link io.infermark.endpoint.Secret} and in
 * {@link io.infermark.endpoint.RequestHeaders}; neither prints it. Every text that comes from a server or a library passes a {@link io.infermark.endpoint.Redactor} before it becomes a
 * message.
 *
 * <p><b>Threading and memory.</b> Probing blocks, with a deadline for every step. {@link io.infermark.endpoint.RequestBodies} is immutable; a body of 8,192 token ids takes 47 KB and
 * well under a millisecond, so the load generator takes requests from an iterator on a thread of its own, ahead of their sends and within a bound of bytes.
 *
 * <p><b>Rules.</b> Sees Netty for its {@code SslContext} and for questions to servers that speak only HTTP/2 ({@link io.infermark.endpoint.PriorKnowledge}), and never the load generator.
 */
@NullMarked
package io.infermark.endpoint;

import org.jspecify.annotations.NullMarked;
