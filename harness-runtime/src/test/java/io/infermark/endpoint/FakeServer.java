package io.infermark.endpoint;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.spi.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A server on a real socket whose routes are functions; every request that it got is kept. */
final class FakeServer implements AutoCloseable {
    static {
        // The JDK's server writes head and body apart; without this the client's delayed ACK adds 40 ms to every
        // answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Function<Request, Reply>> routes = new LinkedHashMap<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> commonHeaders = new LinkedHashMap<>();

    record Request(String method, String path, String query, Headers headers, String body) {}

    record Reply(int status, String type, String body) {
        static Reply json(String body) {
            return new Reply(200, "application/json", body);
        }

        static Reply json(int status, String body) {
            return new Reply(status, "application/json", body);
        }

        static Reply sse(String... events) {
            StringBuilder text = new StringBuilder();
            for (String event : events) {
                text.append("data: ").append(event).append("\n\n");
            }
            return new Reply(200, "text/event-stream; charset=utf-8", text.toString());
        }
    }

    private FakeServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static FakeServer start() throws IOException {
        return new FakeServer(HttpServer.create(address(), 0), "http");
    }

    static FakeServer startTls(SSLContext context, boolean clientCertificate) throws IOException {
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters params) {
                SSLParameters parameters = context.getDefaultSSLParameters();
                parameters.setNeedClientAuth(clientCertificate);
                params.setSSLParameters(parameters);
            }
        });
        return new FakeServer(server, "https");
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    FakeServer on(String methodAndPath, Function<Request, Reply> route) {
        routes.put(methodAndPath, route);
        return this;
    }

    FakeServer on(String methodAndPath, Reply reply) {
        return on(methodAndPath, request -> reply);
    }

    FakeServer header(String name, String value) {
        commonHeaders.put(name, value);
        return this;
    }

    URI uri() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    Endpoint endpoint() {
        return endpoint("", EndpointSpec.DEFAULT);
    }

    Endpoint endpoint(String model, EndpointSpec spec) {
        return new Endpoint(List.of(uri()), model, spec);
    }

    List<Request> requestsOf(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getRawQuery();
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query == null ? "" : query,
                    exchange.getRequestHeaders(),
                    body);
            requests.add(request);
            Function<Request, Reply> route = routes.get(request.method() + " " + request.path());
            Reply reply = route != null ? route.apply(request) : missing(request);
            commonHeaders.forEach(exchange.getResponseHeaders()::set);
            if (!reply.type().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", reply.type());
            }
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply missing(Request request) {
        boolean other = routes.keySet().stream().anyMatch(key -> key.endsWith(" " + request.path()));
        return Reply.json(
                other ? 405 : 404, other ? "{\"detail\":\"Method Not Allowed\"}" : "{\"detail\":\"Not Found\"}");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Options that differ from the defaults in what is not null. */
    static EndpointSpec spec(@Nullable String apiKey, @Nullable List<HeaderSpec> headers) {
        return new EndpointSpec(
                List.of(),
                Protocol.COMPLETIONS,
                "/v1",
                apiKey == null ? "" : apiKey,
                headers == null ? List.of() : headers,
                Map.of(),
                List.of(),
                "",
                "");
    }

    static EndpointSpec basePath(String basePath) {
        return new EndpointSpec(List.of(), Protocol.COMPLETIONS, basePath, "", List.of(), Map.of(), List.of(), "", "");
    }

    static EndpointSpec protocol(Protocol protocol) {
        return new EndpointSpec(List.of(), protocol, "/v1", "", List.of(), Map.of(), List.of(), "", "");
    }

    static EndpointSpec body(Map<String, String> body, List<String> remove) {
        return new EndpointSpec(List.of(), Protocol.COMPLETIONS, "/v1", "", List.of(), body, remove, "", "");
    }

    static EndpointSpec tls(String caCertificate, String clientCertificate) {
        return new EndpointSpec(
                List.of(),
                Protocol.COMPLETIONS,
                "/v1",
                "",
                List.of(),
                Map.of(),
                List.of(),
                caCertificate,
                clientCertificate);
    }
}
