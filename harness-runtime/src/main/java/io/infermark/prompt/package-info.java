/**
 * Prompts of an exact length in tokens that no prefix cache has seen.
 *
 * <p><b>Purpose.</b> The input length of a benchmark is a promise. A {@link io.infermark.prompt.PromptSource} keeps it by the best means that there is and says by which
 * ({@link io.infermark.prompt.PromptKind}): ids of tokens where the endpoint takes them, text fitted with a tokenizer (the model's {@code tokenizer.json} here, or the server's
 * own) where it does not, and words with a stated estimate where there is no tokenizer at all.
 *
 * <p><b>Data flow.</b> Before a run: find a range of ids, or a {@link io.infermark.prompt.WordPool pool of words} each of which is one token. Afterwards a prompt is a pure function
 * of (seed, point, fork, warm-up, iteration, index, length): no tokenizer runs, nothing is kept, and a window can be replayed from its seed.
 *
 * <p><b>Uniqueness.</b> Prompts differ from their first token on, so that not even a first cache block can hit: the first token walks through half of the vocabulary without
 * repetition, its parity is the warm-up flag, and the next ones spell a bijective 64-bit mix of the index. Prompts of less than
 * {@code 1 + 64/log2(vocabulary)} tokens (6 with ids, up to 17 with the smallest pool) have room for a part of that only and may repeat.
 *
 * <p><b>Threading and memory.</b> Sources are immutable and safe for use by several threads once opened. A prompt is the only thing that is allocated.
 *
 * <p><b>Rules.</b> Sees no HTTP: whoever talks to a server implements {@link io.infermark.prompt.TextTokenizer}.
 */
@NullMarked
package io.infermark.prompt;

import org.jspecify.annotations.NullMarked;
