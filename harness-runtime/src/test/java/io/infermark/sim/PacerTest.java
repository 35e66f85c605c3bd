package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PacerTest {
    private static final int ITEMS = 3000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everythingRunsOnceInOrderAndNeverEarly(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pacer pacer = new Pacer();
        List<Long> ran = new ArrayList<>();
        List<Long> early = new ArrayList<>();
        long base = System.nanoTime();
        for (int i = 0; i < ITEMS; i++) {
            long due = base + random.nextLong(-20_000_000, 60_000_000);
            pacer.add(due, at -> {
                note(at, due, ran, early);
                // Work that adds work, as a stream does with its next token.
                pacer.add(at + 5_000_000, next -> note(next, at + 5_000_000, ran, early));
            });
        }
        while (pacer.waitNanos() != Long.MAX_VALUE) {
            pacer.runDue(random.nextInt(1, 50));
        }
        assertThat(early).as("seed %d", seed).isEmpty();
        assertThat(ran).as("seed %d", seed).hasSize(2 * ITEMS).isSorted();
    }

    private static void note(long given, long due, List<Long> ran, List<Long> early) {
        if (given != due || System.nanoTime() - due < 0) {
            early.add(due);
        }
        ran.add(due);
    }

    private record Ordered(long order, List<Long> ran) implements Pacer.Paced {
        @Override
        public void due(long dueNanos) {
            ran.add(dueNanos * ITEMS + order);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsDueAtTheSameInstantRunsInItsOwnOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pacer pacer = new Pacer();
        long base = System.nanoTime() - 1_000_000;
        List<Long> ran = new ArrayList<>();
        List<Long> orders = new ArrayList<>(LongStream.range(0, ITEMS).boxed().toList());
        Collections.shuffle(orders, new Random(seed));
        for (long order : orders) {
            // A few instants, so that many things are due at each.
            pacer.add(base + random.nextInt(5), new Ordered(order, ran));
        }
        pacer.runDue(ITEMS + 1);

        assertThat(ran).as("seed %d", seed).hasSize(ITEMS).isSorted();
    }
}
