/** Runs the conformance vectors: one dynamic test each, from {@code -Dinfermark.conformance.dir} or the copy in resources. */
@NullMarked
package io.infermark.conformance;

import org.jspecify.annotations.NullMarked;
