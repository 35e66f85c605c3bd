package io.infermark.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A llama-server that a test starts itself: four slots on one core, no prefix cache. Closing it ends the process, whatever happened before. */
final class LlamaServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final URI url;
    private final LlamaLog log;

    private LlamaServer(Process process, URI url, LlamaLog log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    static LlamaServer start(Path engine, Path logFile) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<String> words = RealEngine.engineOnCore(0);
        words.addAll(List.of(engine.resolve("llama-server").toString(), "--offline", "--metrics"));
        words.addAll(
                List.of("-m", engine.resolve("SmolLM2-135M-Instruct.Q4_1.gguf").toString()));
        words.addAll(List.of("--alias", "smollm2-135m", "--host", "127.0.0.1", "--port", Integer.toString(port)));
        words.addAll(List.of("-np", "4", "-c", "4096", "-t", "1", "--no-cache-prompt", "--cache-ram", "0"));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(logFile.toFile())
                .start();
        LlamaServer server = new LlamaServer(process, URI.create("http://127.0.0.1:" + port), new LlamaLog(logFile));
        try {
            server.awaitHealthy();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void awaitHealthy() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!healthy()) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IllegalStateException("llama-server is not ready; its log:\n" + log.text());
            }
        }
    }

    private boolean healthy() throws InterruptedException {
        try {
            return get("/health").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    URI url() {
        return url;
    }

    LlamaLog log() {
        return log;
    }

    /** One of the server's own counters, without the prefix {@code llamacpp:}. */
    long counter(String name) throws IOException, InterruptedException {
        String line = "llamacpp:" + name + " ";
        return get("/metrics")
                .body()
                .lines()
                .filter(text -> text.startsWith(line))
                .mapToLong(text -> Math.round(Double.parseDouble(text.substring(line.length()))))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/metrics has no " + line));
    }

    /** SIGKILL, and the end of the process. */
    void kill() throws InterruptedException {
        if (!process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("llama-server survives SIGKILL");
        }
    }

    @Override
    public void close() {
        RealEngine.end(process);
    }
}
