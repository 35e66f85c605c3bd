package io.infermark.sim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens one choice will have; a pure function of seeds, so equal requests get equal texts whatever the timing.
 *
 * @param seed seed of the tokens
 * @param length output tokens in all, a closing {@link SimTokenizer#END} included
 * @param endsWithEnd whether the last token is {@link SimTokenizer#END}
 * @param finishReason {@code length} or {@code stop}
 * @param visibleBytes bytes of text before a stop string; the rest of the last token is not shown
 * @param emptyTokens share of tokens with empty text
 * @param utf8 share of four-token groups that are the four bytes of one character
 * @param echo whose tokens these are, null for made-up ones
 */
record OutputPlan(
        long seed,
        int length,
        boolean endsWithEnd,
        String finishReason,
        int visibleBytes,
        double emptyTokens,
        double utf8,
        @Nullable Echo echo) {
    private static final long UTF8_STREAM = 0x75746638L;
    private static final long EMPTY_STREAM = 0x656d7074L;

    /**
     * @param prompt the prompt that it answers
     * @param most tokens that the request allows
     */
    static OutputPlan of(
            GenerationRequest request, int[] prompt, TextShape shape, SimTokenizer tokenizer, long seed, int most) {
        Echo echo = shape.output() == TextShape.Output.ECHO ? Echo.of(prompt, request.chat()) : null;
        int natural = shape.naturalLength(seed);
        if (natural == 0 && echo != null) {
            natural = echo.length() + 1;
        }
        boolean ends = natural > 0 && !request.ignoreEos();
        int end = Math.max(natural, request.minTokens());
        ends &= end <= most;
        OutputPlan plan = new OutputPlan(
                seed,
                ends ? end : most,
                ends,
                ends ? "stop" : "length",
                Integer.MAX_VALUE,
                shape.emptyTokens(),
                shape.utf8(),
                echo);
        return shape.honourStop() && !request.stop().isEmpty() ? plan.untilStop(request.stop(), tokenizer) : plan;
    }

    private OutputPlan untilStop(List<String> stops, SimTokenizer tokenizer) {
        ByteSink text = new ByteSink(length * 8 + 16);
        int longest = stops.stream().mapToInt(OutputPlan::utf8Length).max().orElse(0);
        for (int i = 0; i < length; i++) {
            int from = Math.max(0, text.size() - longest);
            tokenizer.append(token(i, tokenizer), text);
            // Latin-1 maps every byte to one char, so positions are byte positions.
            String tail = new String(text.array(), from, text.size() - from, StandardCharsets.ISO_8859_1);
            int first = -1;
            for (String stop : stops) {
                int at = tail.indexOf(new String(stop.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                first = at >= 0 && (first < 0 || at < first) ? at : first;
            }
            if (first >= 0) {
                return new OutputPlan(seed, i + 1, false, "stop", from + first, emptyTokens, utf8, echo);
            }
        }
        return this;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The i-th token id. */
    int token(int i, SimTokenizer tokenizer) {
        if (endsWithEnd && i == length - 1) {
            return SimTokenizer.END;
        }
        if (echo != null) {
            return echo.token(i);
        }
        int group = i >>> 2;
        if (utf8 > 0 && Mixer.unit(seed ^ UTF8_STREAM, group) < utf8) {
            return switch (i & 3) {
                case 0 -> 0xF0;
                case 1 -> 0x9F;
                case 2 -> 0x98;
                default -> 0x80 + (int) Math.floorMod(Mixer.mix(seed ^ UTF8_STREAM, group), 64L);
            };
        }
        if (emptyTokens > 0 && Mixer.unit(seed ^ EMPTY_STREAM, i) < emptyTokens) {
            return SimTokenizer.PAD;
        }
        return tokenizer.word(seed, i);
    }
}
