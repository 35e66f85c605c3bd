package io.infermark.sim;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The thinnest HTTP/2 client that can keep many streams of one connection busy: reads, drops, and asks again. The socket is in the clear or TLS. */
final class MultiplexedClient {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String PATH = "/v1/completions";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACKNOWLEDGED = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW = 4;
    private static final int WIDEST = Integer.MAX_VALUE;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final byte[] head;
    private final byte[] body;
    private int nextStream = 1;

    private MultiplexedClient(Socket socket, boolean tls, String body) throws IOException {
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 16 * 1024));
        this.body = body.getBytes(StandardCharsets.US_ASCII);
        head = head(tls);
    }

    /** The members of RFC 7541's static table where it has them, the rest as literals. */
    private static byte[] head(boolean tls) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83);
        block.write(tls ? 0x87 : 0x86);
        literal(block, 0x04, PATH);
        literal(block, 0x01, "sim");
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Sends the request so many times at once, and so many times more, the next one when an answer has ended.
     *
     * @param socket is not closed
     * @param body an ASCII body that asks for a stream
     */
    static void run(Socket socket, boolean tls, int streams, int rounds, String body) throws IOException {
        new MultiplexedClient(socket, tls, body).run(streams, rounds);
    }

    private void run(int streams, int rounds) throws IOException {
        out.write(PREFACE);
        frame(SETTINGS, 0, 0, 6);
        out.writeShort(INITIAL_WINDOW);
        out.writeInt(WIDEST);
        frame(WINDOW_UPDATE, 0, 0, 4);
        out.writeInt(WIDEST - 65_535);
        for (int i = 0; i < streams; i++) {
            request();
        }
        out.flush();
        int unsent = streams * (rounds - 1);
        int open = streams;
        while (open > 0) {
            if (answerEnded()) {
                open--;
                if (unsent > 0) {
                    unsent--;
                    open++;
                    request();
                    out.flush();
                }
            }
        }
    }

    private void request() throws IOException {
        frame(HEADERS, END_HEADERS, nextStream, head.length);
        out.write(head);
        frame(DATA, END_STREAM, nextStream, body.length);
        out.write(body);
        nextStream += 2;
    }

    private void frame(int type, int flags, int stream, int length) throws IOException {
        out.writeByte(length >>> 16);
        out.writeShort(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
    }

    private boolean answerEnded() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        in.skipNBytes(length);
        if (type == RESET || type == GO_AWAY) {
            throw new IOException("the simulator gave up a stream before its end");
        }
        if (type == SETTINGS && (flags & ACKNOWLEDGED) == 0) {
            frame(SETTINGS, ACKNOWLEDGED, 0, 0);
            out.flush();
        }
        return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }
}
