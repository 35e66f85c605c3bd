package io.infermark.load.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One clock reading for each socket read, before TLS and any decoding. */
final class ReadClock extends ChannelInboundHandlerAdapter {
    private long nanos;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        nanos = System.nanoTime();
        context.fireChannelRead(message);
    }

    long nanos() {
        return nanos;
    }
}
