package io.infermark.compat;

/**
 * The client's {@code random} data set: lengths, offsets and token ids, before any of it becomes text. A prompt is a common prefix and then a run of consecutive ids.
 *
 * <p>The nominal lengths are the longest, not the mean: a length is uniform in [⌊length · ratio⌋, length]. A prompt can be empty.
 */
public final class RandomDataSet {
    private final Shape shape;
    private final int[] prefix;
    private final int[] inputs;
    private final int[] outputs;
    private final int[] offsets;

    private RandomDataSet(Shape shape, NumpyRandom random) {
        this.shape = shape;
        prefix = draws(random, shape.prefixLength(), 0, shape.vocabulary());
        inputs = lengths(random, shape.inputLength() - shape.templateTokens());
        outputs = lengths(random, shape.outputLength());
        offsets = draws(random, shape.prompts(), 0, shape.vocabulary());
    }

    /**
     * What is drawn.
     *
     * @param prompts number of them
     * @param vocabulary ids below it; the tokenizer's own entries without those that were added to it
     * @param templateTokens what the chat template adds to a message; taken off the input length; 0 without a template
     */
    public record Shape(
            int prompts,
            int inputLength,
            int outputLength,
            double rangeRatio,
            int prefixLength,
            int vocabulary,
            int templateTokens) {}

    /** Draws a set; {@code random} then stands where the client draws its first wait. */
    public static RandomDataSet draw(Shape shape, NumpyRandom random) {
        return new RandomDataSet(shape, random);
    }

    private int[] lengths(NumpyRandom random, int longest) {
        return draws(random, shape.prompts(), (int) (longest * shape.rangeRatio()), longest + 1L);
    }

    private static int[] draws(NumpyRandom random, int count, int low, long high) {
        int[] draws = new int[count];
        for (int i = 0; i < count; i++) {
            draws[i] = random.nextInt(low, high);
        }
        return draws;
    }

    /** Number of prompts. */
    public int size() {
        return inputs.length;
    }

    /** Length of a prompt in ids, its prefix included. */
    public int inputTokens(int index) {
        return prefix.length + inputs[index];
    }

    /** {@code max_tokens} of a prompt. */
    public int outputTokens(int index) {
        return outputs[index];
    }

    /** The ids of a prompt. */
    public int[] ids(int index) {
        int[] ids = java.util.Arrays.copyOf(prefix, inputTokens(index));
        for (int j = 0; j < inputs[index]; j++) {
            ids[prefix.length + j] = (int) (((long) offsets[index] + index + j) % shape.vocabulary());
        }
        return ids;
    }
}
