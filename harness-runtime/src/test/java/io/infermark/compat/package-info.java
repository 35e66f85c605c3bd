/** Vectors of InferenceX's load client. */
@NullMarked
package io.infermark.compat;

import org.jspecify.annotations.NullMarked;
