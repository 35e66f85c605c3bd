package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTurnsTest {
    @Test
    void workThatFailsEndsNoOther() throws InterruptedException {
        TurnClock clock = new TurnClock();
        Pacer pacer = new Pacer();
        Inbox inbox = new Inbox(clock);
        LoopTurns turns = new LoopTurns(pacer, inbox, clock, false);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, turns.around(NioIoHandler.newFactory()));
        try {
            EventLoop loop = group.next();
            CountDownLatch done = new CountDownLatch(2);
            loop.execute(() -> {
                pacer.add(System.nanoTime(), due -> {
                    throw new IllegalStateException("a token");
                });
                inbox.add(() -> {
                    throw new IllegalStateException("a request");
                });
                pacer.add(System.nanoTime(), due -> done.countDown());
                inbox.add(done::countDown);
            });
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
