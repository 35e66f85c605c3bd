package io.infermark.prompt;

import io.infermark.compat.NumpyRandom;
import io.infermark.compat.RandomDataSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of InferenceX's client, from the seed alone: every measured window has the same ones, and a warm-up window sends the first one over and over.
 *
 * <p>With the model's tokenizer they are its texts, encoded and cut or padded for up to ten rounds as the client does it in one process; a client that divides the work among several
 * pads otherwise. Without a tokenizer they are the ids of which it would have made those texts.
 *
 * <p>Trap: nothing may be asked for before {@link #draw}. Not for several threads.
 */
public final class InferencexPrompts implements PromptSource, AutoCloseable {
    private static final int ROUNDS = 10;
    private static final int SEED_WORDS = 4;

    private final RandomDataSet.Shape shape;
    private final @Nullable LocalTokenizer tokenizer;
    private @Nullable Drawn drawn;

    private InferencexPrompts(RandomDataSet.Shape shape, @Nullable LocalTokenizer tokenizer) {
        this.shape = shape;
        this.tokenizer = tokenizer;
    }

    /** A data set as text, in the tokenizer's own vocabulary. The tokenizer is closed with it. */
    public static InferencexPrompts ofTexts(
            int prompts, int isl, int osl, double rangeRatio, LocalTokenizer tokenizer) {
        return new InferencexPrompts(
                new RandomDataSet.Shape(prompts, isl, osl, rangeRatio, 0, tokenizer.modelVocabularySize(), 0),
                tokenizer);
    }

    /** A data set as ids below {@code vocabulary}. */
    public static InferencexPrompts ofIds(int prompts, int isl, int osl, double rangeRatio, int vocabulary) {
        return new InferencexPrompts(new RandomDataSet.Shape(prompts, isl, osl, rangeRatio, 0, vocabulary, 0), null);
    }

    private record Drawn(long seed, RandomDataSet set, List<Prompt> prompts) {}

    /** Makes the prompts of a seed. Takes time where they are texts, so it belongs before a window. */
    public void draw(long seed) {
        if (drawn != null && drawn.seed() == seed) {
            return;
        }
        NumpyRandom random = new NumpyRandom(seed);
        RandomDataSet set = RandomDataSet.draw(shape, random);
        List<Prompt> prompts = new ArrayList<>();
        NumpyRandom padding = new NumpyRandom(random.stateWords(SEED_WORDS));
        for (int i = 0; i < set.size(); i++) {
            prompts.add(tokenizer == null ? new Prompt.TokenIds(set.ids(i)) : text(tokenizer, set.ids(i), padding));
        }
        drawn = new Drawn(seed, set, prompts);
    }

    private Prompt text(LocalTokenizer model, int[] wanted, NumpyRandom padding) {
        String text = model.decode(Arrays.stream(wanted).asLongStream().toArray());
        for (int round = 0; round < ROUNDS; round++) {
            long[] ids = model.encode(text, false);
            if (ids.length == wanted.length) {
                break;
            }
            long[] fitted = Arrays.copyOf(ids, wanted.length);
            for (int i = ids.length; i < fitted.length; i++) {
                fitted[i] = padding.nextInt(0, shape.vocabulary());
            }
            text = model.decode(fitted);
        }
        return new Prompt.Text(text, model.count(text, false));
    }

    private Drawn drawn() {
        return Objects.requireNonNull(drawn, "draw first");
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }

    /** Number of prompts of a measured window. */
    public int size() {
        return shape.prompts();
    }

    /** A generator as it stands after the data set, from which the client draws its waits. */
    public NumpyRandom waits() {
        NumpyRandom random = new NumpyRandom(drawn().seed());
        RandomDataSet unused = RandomDataSet.draw(shape, random);
        return random;
    }

    @Override
    public PromptKind kind() {
        return tokenizer == null ? PromptKind.TOKEN_IDS : PromptKind.LOCAL_TOKENIZER;
    }

    @Override
    public String description() {
        return "InferenceX's random data set of " + shape.prompts() + " prompts below id " + shape.vocabulary()
                + (tokenizer == null ? ", as ids" : ", as texts");
    }

    private int place(PromptWindow window, int index) {
        return window.warmup() ? 0 : index % shape.prompts();
    }

    /** {@code tokens} plays no part: the data set has its own lengths. */
    @Override
    public Prompt prompt(PromptWindow window, int index, int tokens) {
        return drawn().prompts().get(place(window, index));
    }

    /** {@code max_tokens} of a request. */
    public int outputTokens(PromptWindow window, int index) {
        return drawn().set().outputTokens(place(window, index));
    }
}
