package io.infermark.server.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An engine of containers that has every image, keeps what it is asked to create, and refuses to start it. */
final class FakeDaemon implements AutoCloseable {
    static final String REFUSAL = "this engine of containers starts nothing";

    private final HttpServer server;
    private final String component;
    private final List<String> created = new CopyOnWriteArrayList<>();

    /** @param component how it names itself: {@code Engine}, {@code Podman Engine} */
    FakeDaemon(String component) throws IOException {
        this.component = component;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bodies of the create requests, in order. */
    List<String> created() {
        return created;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.\\d+", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.equals("/_ping")) {
            reply(exchange, 200, "OK");
        } else if (path.equals("/info")) {
            reply(
                    exchange,
                    200,
                    "{\"ID\":\"fake\",\"Name\":\"fake\",\"ServerVersion\":\"1\",\"OSType\":\"linux\",\"MemTotal\":1073741824}");
        } else if (path.equals("/version")) {
            reply(
                    exchange,
                    200,
                    "{\"Version\":\"1\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\",\"Components\":[{\"Name\":\""
                            + component + "\",\"Version\":\"1\"}]}");
        } else if (path.startsWith("/images/")) {
            reply(exchange, 200, "{\"Id\":\"sha256:1\",\"RepoTags\":[],\"RepoDigests\":[],\"Config\":{}}");
        } else if (path.equals("/containers/create")) {
            created.add(new String(body, StandardCharsets.UTF_8));
            reply(exchange, 201, "{\"Id\":\"" + "c".repeat(64) + "\",\"Warnings\":[]}");
        } else if (path.endsWith("/start")) {
            reply(exchange, 500, "{\"message\":\"" + REFUSAL + "\"}");
        } else if (path.equals("/containers/json") || path.equals("/images/json")) {
            reply(exchange, 200, "[]");
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            reply(exchange, 204, "");
        } else {
            reply(exchange, 404, "{\"message\":\"No such container\"}");
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
