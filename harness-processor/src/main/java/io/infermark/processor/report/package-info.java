/**
 * What the processor says and where: every {@link io.infermark.processor.report.Message}, the {@link io.infermark.processor.report.Place} of an annotation value, and the
 * printing of both.
 *
 * <p>javac loses the position of a value inside a repeated annotation; where the compiler has a syntax tree to offer, the value is found there instead. Other compilers
 * get the element, the mirror and the value.
 */
@NullMarked
package io.infermark.processor.report;

import org.jspecify.annotations.NullMarked;
