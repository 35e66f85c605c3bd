/**
 * How urgent a benchmark job is.
 *
 * <p><b>Purpose.</b> The scores and queue tokens of InferenceX's {@code ci_priority.py}, in decimal arithmetic with three places rounded half up.
 *
 * <p><b>Data flow.</b> {@link io.infermark.priority.PriorityPolicy} is the file of weights; {@link io.infermark.priority.JobPriority} scores a matrix row in a {@link
 * io.infermark.priority.PriorityContext} and annotates a whole matrix; {@link io.infermark.priority.QueueToken} names a row for its queue.
 *
 * <p><b>Threading.</b> Immutable values and pure functions.
 */
@NullMarked
package io.infermark.priority;

import org.jspecify.annotations.NullMarked;
