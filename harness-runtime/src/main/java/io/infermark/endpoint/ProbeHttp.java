package io.infermark.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server questions, each with a deadline for the whole answer. HTTP/1.1 only (an upgrade header confuses some servers), no redirects, no proxy unless asked, at most 8 MB
 * of answer.
 */
final class ProbeHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final HttpClient client;
    private final RequestHeaders headers;
    private final SecretStore secrets;
    private final ProbeOptions options;

    ProbeHttp(EndpointTls tls, RequestHeaders headers, SecretStore secrets, ProbeOptions options) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout())
                .sslContext(tls.sslContext());
        ProxySelector system = options.systemProxy() ? ProxySelector.getDefault() : null;
        this.client = builder.proxy(system == null ? HttpClient.Builder.NO_PROXY : system)
                .build();
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
        return send(HttpRequest.newBuilder().GET(), uri, options.readTimeout());
    }

    Answer post(URI uri, byte[] body, Duration limit) {
        return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(body)), uri, limit);
    }

    ProbeOptions options() {
        return options;
    }

    String redact(String text) {
        return secrets.redactor().redact(text);
    }

    /**
     * Asks, and asks once more if the connection ended before the answer: a server may close a kept connection just as we write onto it, and the JDK's client repeats no POST. Every question
     * of a probe may be asked twice.
     */
    private Answer send(HttpRequest.Builder builder, URI uri, Duration limit) {
        builder.uri(uri).timeout(limit);
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Accept")) {
                builder.header(name, value);
            }
        });
        builder.header("Accept", "application/json, text/event-stream, */*");
        HttpRequest request = builder.build();
        try {
            return once(request, uri, limit);
        } catch (ConnectionEndedException e) {
            try {
                return once(request, uri, limit);
            } catch (ConnectionEndedException again) {
                throw ConnectionFailure.of(uri, again.ending, limit, this::redact);
            }
        }
    }

    private Answer once(HttpRequest request, URI uri, Duration limit) throws ConnectionEndedException {
        CompletableFuture<HttpResponse<InputStream>> sent =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        CompletableFuture<Answer> answer = sent.thenApplyAsync(response -> read(uri, response));
        try {
            return answer.get(limit.plus(options.connectTimeout()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            CompletableFuture<Void> unused = sent.thenAccept(ProbeHttp::closeQuietly);
            throw ConnectionFailure.timeout(uri, limit);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw EndpointException.endpoint(
                    "EndpointInterrupted", "the question to " + RequestUris.shown(uri) + " was interrupted.");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (ConnectionEndedException.is(cause)) {
                throw new ConnectionEndedException(cause);
            }
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

    private static void closeQuietly(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // The connection is given up either way.
        }
    }

    /** The connection was there and ended without a whole answer. */
    private static final class ConnectionEndedException extends Exception {
        private static final long serialVersionUID = 1L;

        final transient Throwable ending;

        ConnectionEndedException(Throwable ending) {
            super(ending);
            this.ending = ending;
        }

        static boolean is(Throwable cause) {
            return (cause instanceof IOException || cause instanceof UncheckedIOException)
                    && !(cause instanceof ConnectException)
                    && !(cause instanceof HttpTimeoutException)
                    && !(cause instanceof SSLException);
        }
    }
}
