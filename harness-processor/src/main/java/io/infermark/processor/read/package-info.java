/**
 * Annotations to {@link io.infermark.model.BenchmarkSpec}, with the place of every member.
 *
 * <p><b>Lookup.</b> {@code Lineage} lists the elements on which an annotation may stand, nearest first: the class, the annotations on it and theirs, then the superclass in
 * the same way. The nearest that has an annotation type wins with all its repetitions; of JMH's annotations each member is inherited by itself, as JMH does.
 *
 * <p><b>Texts</b> that cannot be read (durations, conditions, headers …) are problems found here; the member then keeps its default, so that the rest can still be checked.
 * Everything else is the validator's word. Class members are read through mirrors: nothing of the user's is loaded.
 */
@NullMarked
package io.infermark.processor.read;

import org.jspecify.annotations.NullMarked;
