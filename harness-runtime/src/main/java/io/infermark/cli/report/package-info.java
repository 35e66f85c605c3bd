/**
 * Commands over files of results: {@code summarize}, {@code compare}, {@code evals}, {@code power}.
 *
 * <p><b>Purpose.</b> Each takes the arguments of the InferenceX script of the same work, and its exit codes.
 *
 * <p><b>Rules.</b> Reads arguments and prints; the work is done by {@code summary}, {@code evals} and {@code power}.
 */
@NullMarked
package io.infermark.cli.report;

import org.jspecify.annotations.NullMarked;
