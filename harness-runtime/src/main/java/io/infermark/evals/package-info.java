/**
 * Accuracy results of lm-eval: collected into rows, checked against thresholds.
 *
 * <p><b>Purpose.</b> What InferenceX's {@code collect_eval_results.py} and {@code validate_scores.py} do, on the files that its eval jobs leave: {@code meta_env.json} and lm-eval's own
 * JSON.
 *
 * <p><b>Data flow.</b> {@link io.infermark.evals.EvalFiles} finds them; {@link io.infermark.evals.EvalRows} makes a row of every task and tables of the rows; {@link
 * io.infermark.evals.ScoreCheck} compares scores with thresholds and a batch of concurrencies with what was asked for.
 *
 * <p><b>Threading.</b> Pure functions over files.
 */
@NullMarked
package io.infermark.evals;

import org.jspecify.annotations.NullMarked;
