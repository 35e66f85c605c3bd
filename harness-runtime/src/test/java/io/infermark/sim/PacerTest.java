package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PacerTest {
    private static final int ITEMS = 3000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everythingRunsOnceInOrderAndNeverEarly(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        EventLoop loop = new DefaultEventLoop();
        try {
            Pacer pacer = new Pacer(loop, seed % 2 == 0);
            List<Long> ran = new ArrayList<>();
            List<Long> early = new ArrayList<>();
            CountDownLatch left = new CountDownLatch(2 * ITEMS);
            long base = System.nanoTime();
            loop.execute(() -> {
                for (int i = 0; i < ITEMS; i++) {
                    long due = base + random.nextLong(-20_000_000, 60_000_000);
                    pacer.add(due, at -> {
                        note(at, due, ran, early, left);
                        // Work that adds work, as a stream does with its next token.
                        pacer.add(at + 5_000_000, next -> note(next, at + 5_000_000, ran, early, left));
                    });
                }
            });
            assertThat(left.await(30, TimeUnit.SECONDS)).as("seed %d", seed).isTrue();
            assertThat(early).as("seed %d", seed).isEmpty();
            assertThat(ran).as("seed %d", seed).hasSize(2 * ITEMS).isSorted();
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static void note(long given, long due, List<Long> ran, List<Long> early, CountDownLatch left) {
        if (given != due || System.nanoTime() - due < 0) {
            early.add(due);
        }
        ran.add(due);
        left.countDown();
    }
}
