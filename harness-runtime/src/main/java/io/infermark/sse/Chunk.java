package io.infermark.sse;

import java.util.Arrays;

/**
 * What one JSON payload says; filled by {@link ChunkReader}. Ranges point into the payload's array and hold until the next payload is read. Counts are -1 where
 * not said.
 */
final class Chunk {
    /** More choices in one payload, or in one stream, are refused. */
    static final int MAX_CHOICES = 1024;

    /** Whether the payload is the literal {@code null}. */
    boolean isNull;

    boolean isError;

    /** {@code usage}. */
    int usageOutput;

    int usageInput;
    int usageCached;

    /** {@code timings} of llama.cpp. */
    boolean hasTimings;

    int promptTokens;
    int predictedTokens;
    int cacheTokens;
    double promptMillis;
    double predictedMillis;

    /** The same counts from members of native streams. */
    int nativeOutput;

    int nativeInput;
    int nativeCached;

    /** Kinds of {@link #finish}: not finished, at the token limit, by the model or a stop string, by a failure of the server. */
    static final byte RUNNING = 0;

    static final byte AT_LIMIT = 1;
    static final byte STOPPED = 2;
    static final byte FAILED = 3;

    int choices;
    int[] index = new int[2];
    int[] flags = new int[2];
    boolean[] hasText = new boolean[2];
    int[] ids = new int[2];
    int[] logprobs = new int[2];
    byte[] finish = new byte[2];
    int[] finishFrom = new int[2];
    int[] finishTo = new int[2];

    /** Output tokens so far or in all, from whichever member says it. */
    int output() {
        if (usageOutput >= 0) {
            return usageOutput;
        }
        return predictedTokens >= 0 ? predictedTokens : nativeOutput;
    }

    /** Prompt tokens, cached ones included. */
    int input() {
        if (usageInput >= 0) {
            return usageInput;
        }
        return promptTokens >= 0 && cacheTokens >= 0 ? promptTokens + cacheTokens : nativeInput;
    }

    int cached() {
        if (usageCached >= 0) {
            return usageCached;
        }
        return cacheTokens >= 0 ? cacheTokens : nativeCached;
    }

    void clear() {
        isNull = false;
        isError = false;
        usageOutput = -1;
        usageInput = -1;
        usageCached = -1;
        hasTimings = false;
        promptTokens = -1;
        predictedTokens = -1;
        cacheTokens = -1;
        promptMillis = Double.NaN;
        predictedMillis = Double.NaN;
        nativeOutput = -1;
        nativeInput = -1;
        nativeCached = -1;
        choices = 0;
    }

    /** Adds an empty choice and gives its slot. */
    int addChoice() throws JsonSyntaxException {
        int c = choices;
        if (c == index.length) {
            if (c == MAX_CHOICES) {
                throw new JsonSyntaxException("more than " + MAX_CHOICES + " choices", 0);
            }
            grow(c * 2);
        }
        choices++;
        index[c] = 0;
        flags[c] = 0;
        hasText[c] = false;
        ids[c] = -1;
        logprobs[c] = -1;
        finish[c] = RUNNING;
        finishFrom[c] = 0;
        finishTo[c] = 0;
        return c;
    }

    /** The choice has text of this kind. */
    void addText(int c, int flag) {
        hasText[c] = true;
        flags[c] |= flag;
    }

    void finish(int c, byte kind, int from, int to) {
        finish[c] = kind;
        finishFrom[c] = from;
        finishTo[c] = to;
    }

    private void grow(int size) {
        index = Arrays.copyOf(index, size);
        flags = Arrays.copyOf(flags, size);
        hasText = Arrays.copyOf(hasText, size);
        ids = Arrays.copyOf(ids, size);
        logprobs = Arrays.copyOf(logprobs, size);
        finish = Arrays.copyOf(finish, size);
        finishFrom = Arrays.copyOf(finishFrom, size);
        finishTo = Arrays.copyOf(finishTo, size);
    }
}
