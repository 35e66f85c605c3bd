package io.infermark.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A scripted engine in a process of its own: {@code --port N} and whatever of {@code --model --print --exit --loading --health --never --completion --key --ignore-term
 * --child --squat --release} a test needs.
 */
public final class FakeEngine {
    private final Map<String, String> options;
    private final Path release;

    private FakeEngine(Map<String, String> options) {
        this.options = options;
        this.release = Path.of(option("release", ""));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i].substring(2), args[i + 1]);
        }
        new FakeEngine(options).run();
    }

    private void run() throws Exception {
        System.out.println("fake engine starts, HF_TOKEN "
                + (System.getenv("HF_TOKEN") == null
                        ? "absent"
                        : "of " + System.getenv("HF_TOKEN").length() + " characters"));
        if (!option("print", "").isEmpty()) {
            System.out.println(option("print", ""));
        }
        if (!option("child", "").isEmpty()) {
            // A worker that outlives its parent unless somebody ends it.
            Process child = new ProcessBuilder("sleep", "600").inheritIO().start();
            Files.writeString(Path.of(option("child", "")), Long.toString(child.pid()));
        }
        if (!option("exit", "").isEmpty()) {
            System.exit(Integer.parseInt(option("exit", "")));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getByName(option("host", "127.0.0.1")), Integer.parseInt(option("port", "0")));
        if (option("squat", "false").equals("true")) {
            // Somebody else has the port already; the socket lives as long as this process.
            new ServerSocket().bind(address);
        }
        HttpServer server = HttpServer.create(address, 16);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        System.out.println("fake engine listens");
        new CountDownLatch(1).await();
    }

    private void end() {
        if (option("ignore-term", "false").equals("true")) {
            System.out.println("ignoring SIGTERM");
            new CompletableFuture<Void>().join();
        }
        System.out.println("fake engine ends gracefully");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/exit")) {
            Runtime.getRuntime().halt(Integer.parseInt(exchange.getRequestURI().getQuery()));
        }
        boolean loading = !option("release", "").isEmpty() && !Files.exists(release);
        String key = option("key", "");
        if (path.equals("/health")) {
            reply(
                    exchange,
                    loading ? 503 : Integer.parseInt(option("health", "200")),
                    loading ? "{\"error\":\"Loading model\"}" : "");
        } else if (!key.isEmpty()
                && !("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, "{\"error\":{\"message\":\"Invalid API Key\"}}");
        } else if (path.equals("/v1/models")) {
            reply(exchange, 200, "{\"object\":\"list\",\"data\":[{\"id\":\"" + option("model", "fake") + "\"}]}");
        } else if (path.equals("/version")) {
            reply(exchange, 200, "{\"version\":\"1.2.3\"}");
        } else if (path.endsWith("/completions")) {
            System.out.println(
                    "completion " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int status = Integer.parseInt(option("completion", "200"));
            reply(
                    exchange,
                    status,
                    status == 200 ? "{\"choices\":[{\"text\":\" a\"}]}" : "{\"error\":{\"message\":\"scripted\"}}");
        } else {
            reply(exchange, 404, "{}");
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }
}
