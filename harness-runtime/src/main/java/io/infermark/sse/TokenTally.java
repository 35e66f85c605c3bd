package io.infermark.sse;

import io.infermark.record.TokenSource;
import java.util.Arrays;

/**
 * Counts the tokens of a stream, choice by choice, from the chunks in their order.
 *
 * <p><b>Tokens of an event.</b> The length of {@code token_ids}, or the rise of the running count since the tokens counted so far (continuous usage,
 * {@code timings} of llama.cpp on every chunk, native counters), whichever is more: a server that holds an event back loses its ids but not its count. Else the
 * entries of log probabilities. Else an event with text of any kind is one with an unknown number (-1), and an event without text is none. A count of zero makes
 * an event none, but only after the choice has shown a positive one: some servers send empty id lists or a zero usage with every text.
 *
 * <p><b>A running count or the final one?</b> Only a count on a chunk that does not finish its choice shows that the server counts continuously; the count on a
 * finish chunk without text (llama.cpp, transformers), or on one after it, is the final usage and makes no event.
 *
 * <p><b>Final usage.</b> A chunk without choices speaks for the request. One with a choice speaks for that choice (llama.cpp and vLLM's continuous usage), and the
 * choices add up; llama.cpp's chunks without choices, known by their {@code timings}, add up as well if there is more than one choice.
 */
final class TokenTally {
    private static final int IDS = 1;
    private static final int CONTINUOUS = 2;
    private static final int LOGPROBS = 4;
    private static final int UNKNOWN = 8;

    private int slots;
    private int[] index = new int[2];
    private int[] counted = new int[2];
    private boolean[] uncounted = new boolean[2];
    private boolean[] continuous = new boolean[2];
    private byte[] finish = new byte[2];
    private int[] output = new int[2];
    private int[] input = new int[2];
    private int[] cached = new int[2];

    private int sources;
    private long sum;
    private int totalOutput;
    private int totalInput;
    private int totalCached;
    private boolean arrayPrompt;

    /** Of the last chunk: tokens of the event, 0 if it is no token event, -1 if they are unknown. */
    int eventTokens;

    int eventFlags;

    TokenTally() {
        reset();
    }

    void reset() {
        slots = 0;
        sources = 0;
        sum = 0;
        totalOutput = -1;
        totalInput = -1;
        totalCached = -1;
        arrayPrompt = false;
    }

    /** llama.cpp announces an array of prompts by {@code data: null}. */
    void markArrayPrompt() {
        arrayPrompt = true;
    }

    void add(Chunk chunk) throws JsonSyntaxException {
        eventTokens = 0;
        eventFlags = 0;
        if (chunk.choices == 1) {
            addOne(chunk);
        } else if (chunk.choices == 0) {
            addTotal(chunk);
        } else {
            addSeveral(chunk);
        }
        sum += Math.max(0, eventTokens);
    }

    private void addOne(Chunk chunk) throws JsonSyntaxException {
        int s = slot(chunk.index[0]);
        boolean finishes = chunk.finish[0] != Chunk.RUNNING;
        int running = chunk.output();
        if (running >= 0) {
            output[s] = running;
            input[s] = chunk.input();
            cached[s] = chunk.cached();
            continuous[s] |= !finishes;
        }
        boolean rises =
                running >= 0 && finish[s] == Chunk.RUNNING && !uncounted[s] && (continuous[s] || chunk.hasText[0]);
        eventTokens = count(s, chunk, 0, rises ? Math.max(0, running - counted[s]) : -1);
        eventFlags = chunk.flags[0];
        if (finishes) {
            finish[s] = chunk.finish[0];
        }
    }

    /** Several choices in one event: their sum, unknown if one of them is. A running count would speak for all of them and is taken as the final one only. */
    private void addSeveral(Chunk chunk) throws JsonSyntaxException {
        boolean unknown = false;
        for (int c = 0; c < chunk.choices; c++) {
            int s = slot(chunk.index[c]);
            int tokens = count(s, chunk, c, -1);
            unknown |= tokens < 0;
            eventTokens += Math.max(0, tokens);
            eventFlags |= chunk.flags[c];
            if (chunk.finish[c] != Chunk.RUNNING) {
                finish[s] = chunk.finish[c];
            }
        }
        if (unknown) {
            eventTokens = -1;
        }
        addTotal(chunk);
    }

    private void addTotal(Chunk chunk) {
        int tokens = chunk.output();
        if (tokens < 0) {
            return;
        }
        if (chunk.hasTimings && slots > 1 && totalOutput >= 0) {
            totalOutput += tokens;
            totalInput = join(totalInput, chunk.input());
            totalCached = join(totalCached, chunk.cached());
        } else {
            totalOutput = tokens;
            totalInput = chunk.input();
            totalCached = chunk.cached();
        }
    }

    private int count(int s, Chunk chunk, int c, int rise) {
        int ids = chunk.ids[c];
        boolean text = chunk.hasText[c];
        int exact = Math.max(ids, rise);
        if (exact > 0) {
            sources |= ids >= rise ? IDS : CONTINUOUS;
            counted[s] += exact;
            return exact;
        }
        if (exact == 0 && (!text || counted[s] > 0)) {
            return 0;
        }
        int entries = chunk.logprobs[c];
        if (entries > 0) {
            sources |= LOGPROBS;
            counted[s] += entries;
            return entries;
        }
        if (!text) {
            return 0;
        }
        sources |= UNKNOWN;
        uncounted[s] = true;
        return -1;
    }

    private int slot(int choice) throws JsonSyntaxException {
        for (int s = 0; s < slots; s++) {
            if (index[s] == choice) {
                return s;
            }
        }
        int s = slots;
        if (s == index.length) {
            if (s == Chunk.MAX_CHOICES) {
                throw new JsonSyntaxException("a stream of more than " + Chunk.MAX_CHOICES + " choices", 0);
            }
            grow(s * 2);
        }
        slots++;
        index[s] = choice;
        counted[s] = 0;
        uncounted[s] = false;
        continuous[s] = false;
        finish[s] = Chunk.RUNNING;
        output[s] = -1;
        input[s] = -1;
        cached[s] = -1;
        return s;
    }

    private void grow(int size) {
        index = Arrays.copyOf(index, size);
        counted = Arrays.copyOf(counted, size);
        uncounted = Arrays.copyOf(uncounted, size);
        continuous = Arrays.copyOf(continuous, size);
        finish = Arrays.copyOf(finish, size);
        output = Arrays.copyOf(output, size);
        input = Arrays.copyOf(input, size);
        cached = Arrays.copyOf(cached, size);
    }

    /** Choices of one prompt repeat its length; those of an array of prompts add up. */
    private int join(int one, int other) {
        if (one < 0 || other < 0) {
            return Math.max(one, other);
        }
        return arrayPrompt ? one + other : Math.max(one, other);
    }

    int outputTokens() {
        if (totalOutput >= 0) {
            return totalOutput;
        }
        int tokens = -1;
        for (int s = 0; s < slots; s++) {
            if (output[s] >= 0) {
                tokens = Math.max(0, tokens) + output[s];
            }
        }
        return tokens;
    }

    int inputTokens() {
        int tokens = totalInput;
        for (int s = 0; s < slots && totalOutput < 0; s++) {
            tokens = join(tokens, input[s]);
        }
        return tokens;
    }

    int cachedTokens() {
        int tokens = totalCached;
        for (int s = 0; s < slots && totalOutput < 0; s++) {
            tokens = join(tokens, cached[s]);
        }
        return tokens;
    }

    /** Sum over the events whose tokens are known. */
    long countedTokens() {
        return sum;
    }

    int choices() {
        return slots;
    }

    int unfinishedChoices() {
        int open = 0;
        for (int s = 0; s < slots; s++) {
            open += finish[s] == Chunk.RUNNING ? 1 : 0;
        }
        return open;
    }

    boolean anyFailed() {
        return countOf(Chunk.FAILED) > 0;
    }

    int stoppedChoices() {
        return countOf(Chunk.STOPPED);
    }

    TokenSource source() {
        if (sources == 0 || (sources & UNKNOWN) != 0) {
            return TokenSource.NONE;
        }
        if ((sources & LOGPROBS) != 0) {
            return TokenSource.LOGPROBS;
        }
        return (sources & CONTINUOUS) != 0 ? TokenSource.CONTINUOUS : TokenSource.IDS;
    }

    private int countOf(byte kind) {
        int count = 0;
        for (int s = 0; s < slots; s++) {
            count += finish[s] == kind ? 1 : 0;
        }
        return count;
    }
}
