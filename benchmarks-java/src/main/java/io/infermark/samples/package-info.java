/**
 * The documentation: numbered samples, read them in order. Each is a story told in comments, runs against the embedded engine without a GPU, and ends with how to run it.
 */
@NullMarked
package io.infermark.samples;

import org.jspecify.annotations.NullMarked;
