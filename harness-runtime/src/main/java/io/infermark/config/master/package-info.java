/**
 * Master configurations and runner files: what may run, in three dialects, as one model.
 *
 * <p>{@link io.infermark.config.master.Dialect#FEB} and {@link io.infermark.config.master.Dialect#HEAD} are InferenceX at two
 * dates and behave exactly as its validator does; {@link io.infermark.config.master.Dialect#NATIVE} is a superset of HEAD
 * with lists as sugar and stricter checks.
 *
 * <p>Data flow: files → {@link io.infermark.config.master.MasterLoader} (reads, detects the dialect, merges in argument
 * order, validates by the dialect's {@link io.infermark.config.master.Schemas}, expands native sugar) →
 * {@link io.infermark.config.master.MasterFile}. It offers two views of the same thing: {@code entries()}, the mappings that
 * the matrix generator reads as upstream's does (it looks at what was written, not at what the validator coerced), and
 * {@code configs()}, typed records with positions for checks, classes and people.
 *
 * <p>Immutable throughout; safe to share.
 */
@NullMarked
package io.infermark.config.master;

import org.jspecify.annotations.NullMarked;
