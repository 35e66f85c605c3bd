package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way a part of the body takes, all of it arrives once and in order, and the codec knows where the answer ends. */
final class ChunkShortcutTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String BODY = "data: one\n\ndata: {\"a\":\"\u00e4\u6f22\"}\n\ndata: [DONE]\n\n";

    /** What waits for the answer: takes what the shortcut gives, and what the codec gives. */
    private static final class Taker implements ChunkTaker {
        private final StringBuilder all = new StringBuilder();
        private boolean head;
        private boolean ended;
        private int taken;
        private int begun;

        @Override
        public void begins() {
            begun++;
        }

        @Override
        public boolean takesChunks() {
            return head;
        }

        @Override
        public void chunk(byte[] bytes, int from, int length) {
            taken++;
            all.append(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
        }

        void read(Object message) {
            head |= message instanceof HttpResponse;
            if (message instanceof HttpContent content) {
                all.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            ended |= message instanceof LastHttpContent;
            ReferenceCountUtil.release(message);
        }
    }

    private Taker current = new Taker();
    private final byte[] scratch = new byte[4096];
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new ChunkShortcut(() -> current, length -> scratch),
            new HttpClientCodec(),
            new io.netty.channel.ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(io.netty.channel.ChannelHandlerContext context, Object message) {
                    current.read(message);
                }
            });

    private void request() {
        current = new Taker();
        channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        ReferenceCountUtil.release(channel.readOutbound());
    }

    private void arrives(byte[] bytes, int from, int to) {
        if (from < to) {
            channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, from, to)));
        }
    }

    /** Frames of these sizes, the last one of what is left, and the end. */
    private static byte[] answer(String sizeFormat, int... sizes) {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(HEAD);
        int start = 0;
        for (int i = 0; i <= sizes.length; i++) {
            int size = i < sizes.length ? sizes[i] : body.length - start;
            text.append(String.format(sizeFormat, size))
                    .append(new String(body, start, size, StandardCharsets.ISO_8859_1))
                    .append("\r\n");
            start += size;
        }
        return text.append("0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void check(String where) {
        assertThat(current.all.toString().getBytes(StandardCharsets.ISO_8859_1))
                .as(where)
                .isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(current.ended).as(where).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%x\r\n", "%X\r\n", "%04x\r\n", "%x;name=value\r\n", "%09x\r\n"})
    void everyPairOfCutsGivesTheSameBody(String sizeFormat) {
        byte[] answer = answer(sizeFormat, 11, 20, 1);
        for (int first = 0; first < answer.length; first++) {
            for (int second = first; second < answer.length; second++) {
                request();
                arrives(answer, 0, first);
                arrives(answer, first, second);
                arrives(answer, second, answer.length);
                check(first + ", " + second);
            }
        }
    }

    @Test
    void wholeFramesAfterTheHeadDoNotReachTheCodec() {
        byte[] answer = answer("%x\r\n", 11, 20);
        int head = HEAD.length();
        request();
        arrives(answer, 0, head);
        arrives(answer, head, head + 16);
        arrives(answer, head + 16, answer.length);

        check("three reads");
        assertThat(current.taken).isEqualTo(3);
        assertThat(current.begun).isOne();
    }

    @Test
    void fromFrameThatWasCutTheCodecHasTheRestAndTheNextAnswerIsTakenAgain() {
        byte[] answer = answer("%x\r\n", 11, 20);
        int head = HEAD.length();
        request();
        arrives(answer, 0, head);
        arrives(answer, head, head + 5);
        arrives(answer, head + 5, answer.length);
        check("cut");
        assertThat(current.taken).isZero();

        request();
        arrives(answer, 0, head);
        arrives(answer, head, answer.length);
        check("whole");
        assertThat(current.taken).isEqualTo(3);
    }

    @Test
    void answersOfKnownLengthAndInterimHeadsAreTheCodecs() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] answer = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, answer, head.length, body.length);
        for (int cut = 0; cut < answer.length; cut++) {
            request();
            arrives(answer, 0, cut);
            // The interim head alone says nothing of chunks.
            arrives(answer, cut, answer.length);
            assertThat(current.taken).isZero();
            assertThat(current.all.toString().getBytes(StandardCharsets.ISO_8859_1))
                    .isEqualTo(body);
        }
    }
}
