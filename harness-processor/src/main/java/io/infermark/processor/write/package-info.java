/**
 * The generated source and resource of a benchmark class, one writer each. They hold data and direct calls; logic belongs to the runtime.
 *
 * <p>Same declaration, same bytes: members in declared order, sets sorted, {@code \n} line ends, ASCII source.
 */
@NullMarked
package io.infermark.processor.write;

import org.jspecify.annotations.NullMarked;
