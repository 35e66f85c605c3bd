package io.infermark.sim;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client on a bare socket, so that tests see bytes and ends of connections as they are. */
final class RawHttp implements Closeable {
    /** How an answer ended. */
    enum End {
        COMPLETE,
        CLOSED_EARLY,
        RESET,
        TIMED_OUT
    }

    record Response(int status, Map<String, String> headers, String body, List<String> chunks, End end) {
        /** Payloads of {@code data:} lines. */
        List<String> data() {
            List<String> data = new ArrayList<>();
            for (String line : body.split("\r\n|\n|\r", -1)) {
                if (line.startsWith("data:")) {
                    data.add(line.substring("data:".length()).strip());
                }
            }
            return data;
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    static Response post(SimServer server, String path, String body, String... headers) throws IOException {
        try (RawHttp client = new RawHttp(server.port())) {
            return client.request("POST", path, body, headers);
        }
    }

    static Response get(SimServer server, String path, String... headers) throws IOException {
        try (RawHttp client = new RawHttp(server.port())) {
            return client.request("GET", path, "", headers);
        }
    }

    void timeoutMillis(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    Response request(String method, String path, String body, String... headers) throws IOException {
        send(method, path, body, headers);
        return read();
    }

    void send(String method, String path, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: sim\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        socket.getOutputStream().write(out.toByteArray());
    }

    void sendRaw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Response read() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<String> chunks = new ArrayList<>();
        int status = 0;
        End end;
        try {
            String statusLine = line();
            status = Integer.parseInt(statusLine.split(" ", -1)[1]);
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
            if (headers.containsKey("transfer-encoding")) {
                for (int size = Integer.parseInt(line(), 16); ; size = Integer.parseInt(line(), 16)) {
                    byte[] chunk = exactly(size);
                    line();
                    if (size == 0) {
                        break;
                    }
                    body.write(chunk);
                    chunks.add(new String(chunk, StandardCharsets.UTF_8));
                }
            } else if (headers.containsKey("content-length")) {
                body.write(exactly(Integer.parseInt(headers.get("content-length"))));
            } else {
                body.write(in.readAllBytes());
            }
            end = End.COMPLETE;
        } catch (SocketTimeoutException silent) {
            end = End.TIMED_OUT;
        } catch (java.io.EOFException closed) {
            end = End.CLOSED_EARLY;
        } catch (java.net.SocketException reset) {
            end = End.RESET;
        }
        return new Response(status, headers, body.toString(StandardCharsets.UTF_8), chunks, end);
    }

    /** Whether the server has closed its side, waiting for it at most the socket's time-out. */
    boolean closedByServer() throws IOException {
        return in.read() < 0;
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = byteOrEnd(); b != '\n'; b = byteOrEnd()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private int byteOrEnd() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new java.io.EOFException();
        }
        return b;
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new java.io.EOFException();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
