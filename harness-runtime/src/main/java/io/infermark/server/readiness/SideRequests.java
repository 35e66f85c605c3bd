package io.infermark.server.readiness;

import io.infermark.endpoint.EndpointException;
import io.infermark.endpoint.EndpointTls;
import io.infermark.endpoint.LazyTls;
import io.infermark.endpoint.PriorKnowledge;
import io.infermark.endpoint.RenewedClient;
import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.platform.OwnThread;
import io.infermark.server.ServerStartException;
import io.infermark.server.secret.SecretMissingException;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.StartPlan;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Requests of those who start and watch a server: readiness, version, metrics. Whoever calls waits as long as it likes, and explains failures itself. What an endpoint is and can do is asked by
 * {@code endpoint.EndpointProbe}. HTTP/1.1 in the clear, what ALPN gives over TLS, and HTTP/2 in the clear where a server proves to
 * speak nothing else; no proxy; with the endpoint's headers, key, certificate authorities and client certificate, as the load has them.
 */
public final class SideRequests {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Callers wait less, or as long as they may; this ends what nobody waits for. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

    private static final int MOST_BYTES = 64 << 20;

    private final EndpointTls tls;
    private final RenewedClient client;
    private final Map<String, String> headers;
    private volatile boolean priorKnowledge;

    private SideRequests(EndpointTls tls, RenewedClient client, Map<String, String> headers) {
        this.tls = tls;
        this.client = client;
        this.headers = headers;
    }

    /**
     * A probe with an endpoint's options.
     *
     * @throws SecretMissingException if a key or header refers to a secret that is not there
     * @throws EndpointException if a file of a certificate or key cannot be used
     */
    public static SideRequests open(EndpointSpec endpoint, SecretReader secrets) throws SecretMissingException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!endpoint.apiKey().isEmpty()) {
            headers.put("Authorization", "Bearer " + secrets.readText(endpoint.apiKey()));
        }
        for (HeaderSpec header : endpoint.headers()) {
            headers.put(header.name(), secrets.readText(header.value()));
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).proxy(ProxySelector.of(null));
        EndpointTls tls = EndpointTls.of(endpoint);
        if (tls.custom()) {
            builder.sslContext(tls.sslContext());
        } else {
            LazyTls.trustLikeTheJvm(builder);
        }
        return new SideRequests(tls, new RenewedClient(builder::build), headers);
    }

    /** A probe of a server that is about to be started or attached to. What {@link #open} refuses is a failure of that start, under the same code. */
    public static SideRequests ofStart(StartPlan plan, SecretReader secrets) throws ServerStartException {
        try {
            return open(plan.endpoint(), secrets);
        } catch (SecretMissingException missing) {
            throw ServerStartException.preflight("SecretMissing", missing.getMessage(), missing);
        } catch (EndpointException unusable) {
            String message = String.valueOf(unusable.getMessage());
            throw ServerStartException.preflight(
                    unusable.code(), message.substring(message.indexOf(' ') + 1), unusable);
        }
    }

    /** A GET whose answer comes later; the future is exceptional if the server cannot be reached. */
    public CompletableFuture<Answer> get(URI uri) {
        return send("GET", headers, "", uri);
    }

    /** A POST of JSON. */
    public CompletableFuture<Answer> post(URI uri, String json) {
        Map<String, String> fields = new LinkedHashMap<>(headers);
        fields.put("Content-Type", "application/json");
        return send("POST", fields, json, uri);
    }

    private CompletableFuture<Answer> send(String method, Map<String, String> fields, String body, URI uri) {
        if (priorKnowledge) {
            return multiplexed(method, fields, body, uri);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        fields.forEach(request::header);
        return client.ask(
                        request.timeout(LONGEST_ANSWER),
                        (with, question) -> OwnThread.call(
                                "infermark-readiness",
                                () -> with.send(question, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))))
                .thenApply(response -> new Answer(response.statusCode(), response.body()))
                .exceptionallyCompose(failure -> client.onlyMultiplexed(uri, failure)
                        ? multiplexed(method, fields, body, uri).thenApply(this::remember)
                        : CompletableFuture.failedFuture(failure));
    }

    private Answer remember(Answer answer) {
        priorKnowledge = true;
        return answer;
    }

    private CompletableFuture<Answer> multiplexed(String method, Map<String, String> fields, String body, URI uri) {
        return PriorKnowledge.ask(
                        uri,
                        () -> tls.nettyContext(true),
                        method,
                        fields,
                        body.getBytes(StandardCharsets.UTF_8),
                        LONGEST_ANSWER,
                        MOST_BYTES)
                .thenApply(answer -> new Answer(answer.status(), new String(answer.body(), StandardCharsets.UTF_8)));
    }

    /**
     * What came back.
     *
     * @param status HTTP status
     * @param body as text
     */
    public record Answer(int status, String body) {
        /** Whether the status is 2xx. */
        public boolean ok() {
            return status / 100 == 2;
        }

        /** Status and the beginning of the body, on one line. */
        public String brief() {
            String oneLine = body.strip().replaceAll("\\s+", " ");
            return "HTTP " + status
                    + (oneLine.isEmpty()
                            ? ""
                            : ": " + (oneLine.length() > 300 ? oneLine.substring(0, 300) + "…" : oneLine));
        }
    }
}
