package io.infermark.sim;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Collects a request's body; answers in raw bytes, because the pipeline has no response encoder. */
final class BodyCollector extends HttpObjectAggregator {
    private static final int MOST_BYTES = 64 << 20;

    BodyCollector() {
        super(MOST_BYTES);
    }

    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
        if (HttpUtil.is100ContinueExpected(start) && HttpUtil.getContentLength(start, 0L) <= maxContentLength) {
            return Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII);
        }
        return null;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        String head = String.join(
                "\r\n",
                "HTTP/1.1 413 Request Entity Too Large",
                "X-Infermark-Provenance: simulated",
                "Content-Length: 0",
                "Connection: close");
        ctx.writeAndFlush(Unpooled.copiedBuffer(head + "\r\n\r\n", StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
