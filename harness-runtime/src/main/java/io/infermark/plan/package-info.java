/**
 * What will run, in which order, and for about how long: from the matrices on the class path to the {@link io.infermark.plan.RunOrder}.
 *
 * <p><b>Data flow.</b> {@link io.infermark.plan.MatrixCatalog} finds what the processor wrote → {@link io.infermark.plan.Selection} picks points and applies overrides →
 * {@link io.infermark.plan.RunOrder} groups the points that share a server start and orders them.
 *
 * <p><b>Nesting.</b> group → fork → server start → points ascending by concurrency → iterations. The unit of work, of the run log and of {@code -resume} is a
 * {@link io.infermark.plan.Trial}: one point on one fork. Points with fewer forks drop out of later starts.
 *
 * <p><b>Rules.</b> Values only; nothing is started, no socket is opened, no clock is read.
 */
@NullMarked
package io.infermark.plan;

import org.jspecify.annotations.NullMarked;
