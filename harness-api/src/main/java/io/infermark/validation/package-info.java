/**
 * The one validator of declarations: used at compile time on annotated classes and at run time on configurations.
 *
 * <p>{@code SpecValidator} is a pure function from a {@link io.infermark.model.BenchmarkSpec} to {@link io.infermark.validation.Finding findings}. A finding names the
 * member that is wrong by a path ({@code sweep[1].tp[0]}); who read the declaration knows where that member stands, as an annotation value or as a line of YAML.
 */
@NullMarked
package io.infermark.validation;

import org.jspecify.annotations.NullMarked;
