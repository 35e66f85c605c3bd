package io.infermark.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.platform.OwnThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what it is, as {@link EndpointProbe} does before points are measured; each question has a deadline for the whole answer, and failures are told with codes. What is asked
 * beside the load, by those who start and watch servers, goes through {@code server.readiness.SideRequests}. HTTP/1.1 in the clear (an upgrade header confuses some servers), what ALPN gives over TLS, and {@link PriorKnowledge}
 * where a server proves to speak nothing but HTTP/2; no redirects, no proxy unless asked, at most 8 MB of answer.
 */
final class EndpointQuestions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final EndpointTls tls;
    private final RenewedClient client;
    private final RequestHeaders headers;
    private final SecretStore secrets;
    private final ProbeOptions options;
    private volatile boolean priorKnowledge;

    EndpointQuestions(EndpointTls tls, RequestHeaders headers, SecretStore secrets, ProbeOptions options) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout());
        LazyTls.set(builder, tls::sslContext);
        ProxySelector system = options.systemProxy() ? ProxySelector.getDefault() : null;
        builder.proxy(system == null ? HttpClient.Builder.NO_PROXY : system);
        this.tls = tls;
        this.client = new RenewedClient(builder::build);
        this.headers = headers;
        this.secrets = secrets;
        this.options = options;
    }

    /** An answer of any status. */
    record Answer(URI uri, int status, HttpHeaders headers, String body, boolean truncated) {
        boolean ok() {
            return status / 100 == 2;
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The body as JSON, or null if it is none. */
        @Nullable
        JsonNode json() {
            try {
                JsonNode node = JSON.readTree(body);
                return node == null || node.isMissingNode() ? null : node;
            } catch (JsonProcessingException e) {
                return null;
            }
        }

        /** What an error answer says, in one line. */
        String message() {
            JsonNode json = json();
            String text = body;
            if (json != null) {
                for (String pointer : new String[] {"/error/message", "/message", "/detail", "/error"}) {
                    JsonNode node = json.at(pointer);
                    if (!node.isMissingNode() && !node.isNull()) {
                        text = node.isTextual() ? node.asText() : node.toString();
                        break;
                    }
                }
            }
            String line = text.strip().replaceAll("\\s+", " ");
            return line.length() > 300 ? line.substring(0, 300) + "…" : line;
        }
    }

    Answer get(URI uri) {
        return send("GET", new byte[0], uri, options.readTimeout());
    }

    Answer post(URI uri, byte[] body, Duration limit) {
        return send("POST", body, uri, limit);
    }

    ProbeOptions options() {
        return options;
    }

    String redact(String text) {
        return secrets.redactor().redact(text);
    }

    private Answer send(String method, byte[] body, URI uri, Duration limit) {
        Map<String, String> fields = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Accept")) {
                fields.put(name, value);
            }
        });
        fields.put("Accept", "application/json, text/event-stream, */*");
        if (priorKnowledge) {
            return await(uri, limit, multiplexed(method, fields, body, uri, limit), () -> {});
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(limit)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        fields.forEach(request::header);
        AtomicReference<CompletableFuture<Answer>> asking = new AtomicReference<>();
        CompletableFuture<Answer> answer = client.ask(request, (with, question) -> once(with, question, asking))
                .exceptionallyCompose(failure -> {
                    if (!client.onlyMultiplexed(uri, failure)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    return multiplexed(method, fields, body, uri, limit)
                            .thenApply(second -> {
                                priorKnowledge = true;
                                return second;
                            })
                            .exceptionallyCompose(unused -> CompletableFuture.failedFuture(failure));
                });
        return await(uri, limit, answer, () -> {
            CompletableFuture<Answer> last = asking.get();
            if (last != null) {
                last.cancel(true);
            }
        });
    }

    private static CompletableFuture<Answer> once(
            HttpClient with, HttpRequest question, AtomicReference<CompletableFuture<Answer>> asking) {
        CompletableFuture<Answer> answer = OwnThread.call(
                "infermark-probe",
                () -> read(question.uri(), with.send(question, HttpResponse.BodyHandlers.ofInputStream())));
        asking.set(answer);
        return answer;
    }

    private CompletableFuture<Answer> multiplexed(
            String method, Map<String, String> fields, byte[] body, URI uri, Duration limit) {
        return PriorKnowledge.ask(uri, () -> tls.nettyContext(true), method, fields, body, limit, MAX_BYTES)
                .thenApply(answer -> new Answer(
                        uri,
                        answer.status(),
                        HttpHeaders.of(answer.headers(), (name, value) -> true),
                        new String(answer.body(), StandardCharsets.UTF_8),
                        answer.truncated()));
    }

    private Answer await(URI uri, Duration limit, CompletableFuture<Answer> answer, Runnable giveUp) {
        try {
            return answer.get(limit.plus(options.connectTimeout()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp.run();
            throw ConnectionFailure.timeout(uri, limit);
        } catch (InterruptedException e) {
            giveUp.run();
            Thread.currentThread().interrupt();
            throw EndpointException.endpoint(
                    "EndpointInterrupted", "the question to " + RequestUris.shown(uri) + " was interrupted.");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw ConnectionFailure.of(uri, cause, limit, this::redact);
        }
    }

    private static Answer read(URI uri, HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            boolean truncated = bytes.length == MAX_BYTES && in.read() >= 0;
            return new Answer(
                    uri,
                    response.statusCode(),
                    response.headers(),
                    new String(bytes, StandardCharsets.UTF_8),
                    truncated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
