package io.infermark.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;

/** Drops answers of the kind 1xx, which come before the answer: async-http-client takes all of them but one for it. Stands behind the HTTP codec. */
final class InterimAnswers extends ChannelInboundHandlerAdapter {
    static final String NAME = "interim";

    private boolean interim;

    private InterimAnswers() {}

    static void install(ChannelPipeline pipeline) {
        pipeline.addAfter(pipeline.context(HttpClientCodec.class).name(), NAME, new InterimAnswers());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse head) {
            // 101 is an end: what follows it would be no HTTP.
            interim = head.status().code() / 100 == 1 && head.status().code() != 101;
        }
        if (interim) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }
}
