/**
 * Tables over the aggregates of many points, in GitHub's Markdown.
 *
 * <p><b>Purpose.</b> What InferenceX's {@code summarize.py} and {@code compare_results.py} print, from folders of its aggregates or ours ({@code -rf inferencex-agg}).
 *
 * <p><b>Data flow.</b> {@link io.infermark.summary.Aggregates} finds the rows; {@link io.infermark.summary.ResultSummary} tabulates them, {@link io.infermark.summary.ResultComparison}
 * puts them beside a baseline; both write by {@link io.infermark.summary.GithubTable}.
 *
 * <p><b>Threading.</b> Pure functions.
 *
 * <p><b>Rules.</b> Every table of results carries the disclaimer that unofficial results must be called so.
 */
@NullMarked
package io.infermark.summary;

import org.jspecify.annotations.NullMarked;
