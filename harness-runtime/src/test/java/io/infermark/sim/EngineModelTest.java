package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineModelTest {
    /** A closed loop in virtual time: each finished sequence is followed by a new one until all are served. */
    private static final class VirtualRun implements EngineModel.Sink {
        final EngineModel model;
        final Map<Sequence, Long> firstToken = new HashMap<>();
        final Map<Sequence, Long> lastToken = new HashMap<>();
        final Map<Sequence, Integer> tokens = new HashMap<>();
        final List<Integer> counts = new ArrayList<>();
        private final List<Sequence> backlog;
        long now;

        VirtualRun(EngineModel model, List<Sequence> sequences, int concurrency) {
            this.model = model;
            this.backlog = new ArrayList<>(sequences);
            for (int i = 0; i < concurrency && !backlog.isEmpty(); i++) {
                model.add(backlog.remove(0));
            }
        }

        VirtualRun run() {
            while (model.startStep(now)) {
                assertThat(model.stepEndNanos()).isGreaterThan(now);
                now = model.stepEndNanos();
                model.finishStep(this);
            }
            return this;
        }

        @Override
        public void tokens(Sequence sequence, int count, long atNanos) {
            firstToken.putIfAbsent(sequence, atNanos);
            lastToken.put(sequence, atNanos);
            tokens.merge(sequence, count, Integer::sum);
            counts.add(count);
            if (sequence.finished() && !backlog.isEmpty()) {
                model.add(backlog.remove(0));
            }
        }

        @Override
        public void handOver(Sequence sequence, long atNanos) {
            throw new AssertionError("a whole engine hands nothing over");
        }

        double tokensPerSecond() {
            return tokens.values().stream().mapToInt(Integer::intValue).sum() / (now / 1e9);
        }

        long nanosAfterFirst(Sequence sequence) {
            return lastToken.getOrDefault(sequence, 0L) - firstToken.getOrDefault(sequence, 0L);
        }

        /** Tokens a second of one stream after its first token, mean over streams. */
        double interactivity() {
            return tokens.keySet().stream()
                    .mapToDouble(s -> (tokens.getOrDefault(s, 0) - 1) / (nanosAfterFirst(s) / 1e9))
                    .average()
                    .orElseThrow();
        }
    }

    private static EngineSpec spec(String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return SimConfig.parse(map).engine();
    }

    private static List<Sequence> sequences(int count, int prompt, int output) {
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sequences.add(new Sequence(i, prompt, output, new long[0], 0, "test"));
        }
        return sequences;
    }

    private static VirtualRun closedLoop(EngineSpec spec, int concurrency) {
        EngineModel model = new EngineModel(spec, false);
        return new VirtualRun(model, sequences(concurrency * 4, 256, 128), concurrency).run();
    }

    @Test
    void throughputRisesWithConcurrencyThenSaturatesWhileInteractivityFalls() {
        EngineSpec spec = spec("max-num-seqs", "64");
        double last = 0;
        double lastInteractivity = Double.MAX_VALUE;
        for (int concurrency : new int[] {1, 2, 4, 8, 16, 32, 64}) {
            VirtualRun run = closedLoop(spec, concurrency);
            assertThat(run.tokensPerSecond())
                    .as("throughput at %d", concurrency)
                    .isGreaterThan(last * 1.2);
            assertThat(run.interactivity())
                    .as("interactivity at %d", concurrency)
                    .isLessThan(lastInteractivity);
            last = run.tokensPerSecond();
            lastInteractivity = run.interactivity();
        }
        VirtualRun beyond = closedLoop(spec, 256);
        assertThat(beyond.tokensPerSecond()).isCloseTo(last, within(last * 0.1));
        assertThat(beyond.model.mostRunning()).isEqualTo(64);
    }

    @Test
    void queueingBeyondTheSlotsShowsInTimeToFirstTokenNotInTokenTime() {
        EngineSpec spec = spec("max-num-seqs", "4", "prefill-token-time", "0ms");
        VirtualRun four = new VirtualRun(new EngineModel(spec, false), sequences(4, 16, 50), 4).run();
        VirtualRun eight = new VirtualRun(new EngineModel(spec, false), sequences(8, 16, 50), 8).run();

        long latestFirst = eight.firstToken.values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        assertThat(latestFirst).isGreaterThan(four.now);
        assertThat(eight.interactivity()).isCloseTo(four.interactivity(), within(four.interactivity() * 0.01));
    }

    @Test
    void stepTimesFollowTheFormula() {
        EngineSpec spec = spec();
        EngineModel model = new EngineModel(spec, false);
        VirtualRun run = new VirtualRun(model, sequences(1, 100, 3), 1).run();

        long prefill = 2_000_000 + 100 * 5_000;
        long decodes = (2_000_000 + 15_000 + 100 * 2) + (2_000_000 + 15_000 + 101 * 2);
        assertThat(run.firstToken.values()).containsExactly(prefill);
        assertThat(run.now).isEqualTo(prefill + decodes);
        assertThat(model.steps()).isEqualTo(3);
    }

    @Test
    void longPrefillIsChunkedAndDecodesGoOnBesideIt() {
        EngineSpec spec = spec("max-batched-tokens", "128");
        EngineModel model = new EngineModel(spec, false);
        List<Sequence> both = List.of(
                new Sequence(1, 16, 40, new long[0], 0, "short"), new Sequence(2, 1000, 1, new long[0], 0, "long"));
        VirtualRun run = new VirtualRun(model, both, 2).run();

        // 112 tokens beside the short prompt, then 127 beside each decode.
        assertThat(model.steps()).isEqualTo(40);
        assertThat(run.firstToken.getOrDefault(both.get(1), Long.MAX_VALUE)).isLessThan(run.now);
        assertThat(run.tokens).containsEntry(both.get(0), 40).containsEntry(both.get(1), 1);
    }

    @Test
    void tensorParallelismIsFasterButLessThanProportionally() {
        double one = closedLoop(spec(), 16).tokensPerSecond();
        double eight = closedLoop(spec("tp", "8"), 16).tokensPerSecond();

        assertThat(eight).isCloseTo(one * Math.pow(1.6, 3), within(one * 0.01));
        assertThat(eight).isLessThan(8 * one);
    }

    @Test
    void noParallelismWinsEverywhereOnTheParetoFront() {
        double lastInteractivity = 0;
        double lastPerGpu = Double.MAX_VALUE;
        for (int tp : new int[] {1, 2, 4, 8}) {
            EngineSpec spec = spec("tp", Integer.toString(tp));
            double interactivity = closedLoop(spec, 1).interactivity();
            double perGpu = closedLoop(spec, 256).tokensPerSecond() / tp;
            assertThat(interactivity).as("tokens/s of one stream at tp %d", tp).isGreaterThan(lastInteractivity * 1.3);
            assertThat(perGpu).as("tokens/s/GPU when full at tp %d", tp).isLessThan(lastPerGpu * 0.95);
            lastInteractivity = interactivity;
            lastPerGpu = perGpu;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void preemptionLosesNoTokenAndNoBlock(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean cache = seed % 2 == 0;
        EngineSpec spec = spec(
                "kv-blocks",
                "24",
                "max-num-seqs",
                "16",
                "prefix-cache",
                Boolean.toString(cache),
                "speculative-tokens",
                Long.toString(seed % 3));
        EngineModel model = new EngineModel(spec, false);
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int[] prompt = random.ints(random.nextInt(1, 120), 0, 2).toArray();
            long[] hashes = cache ? Sequence.hashes(prompt, 16) : new long[0];
            sequences.add(new Sequence(random.nextLong(), prompt.length, random.nextInt(1, 200), hashes, 0, "test"));
        }
        VirtualRun run = new VirtualRun(model, sequences, 12).run();

        assertThat(model.preemptions()).as("seed %d", seed).isPositive();
        assertThat(run.tokens).as("seed %d", seed).hasSize(60);
        run.tokens.forEach((sequence, count) -> assertThat(count).isEqualTo(sequence.outputTokens));
        assertThat(model.kvBlocksUsed()).as("seed %d", seed).isZero();
        assertThat(model.runningCount() + model.waitingCount()).isZero();
    }

    @Test
    void prefixHitsAreCountedBlockByBlock() {
        EngineSpec spec = spec("prefix-cache", "true");
        EngineModel model = new EngineModel(spec, false);
        int[] first = new SplittableRandom(1).ints(100, 0, 1000).toArray();
        int[] second = first.clone();
        second[70] = -1;
        List<Sequence> sequences = List.of(
                new Sequence(1, 100, 2, Sequence.hashes(first, 16), 0, "cold"),
                new Sequence(2, 100, 2, Sequence.hashes(first, 16), 0, "same"),
                new Sequence(3, 100, 2, Sequence.hashes(second, 16), 0, "differs in the fifth block"));
        new VirtualRun(model, sequences, 1).run();

        assertThat(sequences.get(0).cachedTokens).isZero();
        assertThat(sequences.get(1).cachedTokens).isEqualTo(96);
        assertThat(sequences.get(2).cachedTokens).isEqualTo(64);
        assertThat(model.prefixHits()).isEqualTo(160);
        assertThat(model.prefixQueries()).isEqualTo(300);
    }

    @Test
    void promptOfWholeBlocksKeepsItsLastTokenToComputeAndServesLongerOnesWhole() {
        EngineModel model = new EngineModel(spec("prefix-cache", "true"), false);
        int[] longer = new SplittableRandom(1).ints(33, 0, 1000).toArray();
        int[] whole = Arrays.copyOf(longer, 32);
        List<Sequence> sequences = List.of(
                new Sequence(1, 32, 2, Sequence.hashes(whole, 16), 0, "cold"),
                new Sequence(2, 32, 2, Sequence.hashes(whole, 16), 0, "same"),
                new Sequence(3, 33, 2, Sequence.hashes(longer, 16), 0, "one token longer"));
        new VirtualRun(model, sequences, 1).run();

        assertThat(sequences).extracting(sequence -> sequence.cachedTokens).containsExactly(0, 16, 32);
        assertThat(Sequence.hashes(new int[1], 16)).isEmpty();
    }

    @Test
    void speculationGivesSeveralTokensAStepAtTheAcceptanceRate() {
        EngineModel model = new EngineModel(spec("speculative-tokens", "3", "acceptance", "0.7"), false);
        VirtualRun run = new VirtualRun(model, sequences(20, 10, 1000), 4).run();

        // Expected tokens a step of a geometric acceptance: (1 - a^(k+1)) / (1 - a).
        double expected = (1 - Math.pow(0.7, 4)) / 0.3;
        double decoded = 20 * 999;
        assertThat(decoded / model.drafts()).isCloseTo(expected, within(expected * 0.05));
        assertThat(run.counts).contains(1, 2, 3, 4);
        assertThat(model.draftTokens()).isGreaterThan(model.acceptedTokens());
    }

    @Test
    void removedSequenceFreesItsBlocksAndMakesNoMoreTokens() {
        EngineModel model = new EngineModel(spec(), false);
        List<Sequence> two = sequences(2, 64, 1000);
        VirtualRun run = new VirtualRun(model, two, 2);
        for (int step = 0; step < 5; step++) {
            model.startStep(run.now);
            run.now = model.stepEndNanos();
            model.finishStep(run);
        }
        model.startStep(run.now);
        model.remove(two.get(0));
        run.now = model.stepEndNanos();
        model.finishStep(run);

        assertThat(run.tokens).containsEntry(two.get(0), 5).containsEntry(two.get(1), 6);
        assertThat(model.kvBlocksUsed()).isEqualTo(5);
    }

    /** Of a disaggregated pair both are told that a client has left. */
    @Test
    void blocksOfOneInstanceAreNotGivenBackToTheOther() {
        EngineModel decode = new EngineModel(spec(), false);
        EngineModel prefill = new EngineModel(spec(), true);
        Sequence leaving = sequences(1, 64, 10).get(0);
        prefill.add(leaving);
        prefill.startStep(0);
        assertThat(prefill.kvBlocksUsed()).isPositive();
        decode.remove(leaving);
        prefill.remove(leaving);
        assertThat(decode.kvBlocksUsed()).isZero();
        assertThat(prefill.kvBlocksUsed()).isZero();
    }

    @Test
    void fakePowerFollowsTheBatch() {
        EngineModel model = new EngineModel(spec("max-num-seqs", "4"), false);
        assertThat(model.watts()).isEqualTo(90);
        model.add(sequences(1, 8, 2).get(0));
        model.add(sequences(1, 8, 2).get(0));
        model.startStep(0);

        assertThat(model.watts()).isEqualTo(90 + 610 / 2.0);
    }
}
